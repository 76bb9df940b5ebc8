/// Online EWC (Schwarz et al. 2018): one anchor, the weights after the task before, and one importance,
/// in which older tasks fade by `γ`; `R = λ/2 Σ_i F_i (θ_i − θ*_i)²`, `F ← γ F + F_t`.
package struct OnlineEWC: ContinualMethod {
  package static let name = "online-ewc"

  /// λ
  package var strength: Double
  /// γ, once per task
  package var decay: Double
  /// The most samples that Fisher information is estimated from.
  package var samples: Int

  package init(strength: Double, decay: Double, samples: Int) {
    (self.strength, self.decay, self.samples) = (strength, decay, samples)
  }

  package func acting(onTask t: Int) -> Self {
    t == 0 ? Self(strength: 0, decay: 1, samples: samples) : self
  }

  package func training(_ task: ClassifierTask) -> ImportanceTraining {
    var settings = RegularizerSettings(strength: strength)
    settings.method = .onlineEWC
    settings.importanceDecay = decay
    settings.importanceSamples = samples
    return ImportanceTraining(task, settings, factor: strength / 2)
  }
}
