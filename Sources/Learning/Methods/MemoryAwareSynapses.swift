/// MAS (Aljundi et al. 2018): a weight matters as much as the squared norm of the outputs depends on it;
/// `R = λ Σ_i Ω_i (θ_i − θ*_i)²`, `Ω += mean |∂‖f(x)‖² / ∂θ|`.
package struct MemoryAwareSynapses: ContinualMethod {
  package static let name = "mas"

  /// λ, the strength of the penalty
  package var strength: Double
  /// The most samples that importances are estimated from.
  package var samples: Int

  /// MAS with these settings.
  package init(strength: Double, samples: Int) {
    (self.strength, self.samples) = (strength, samples)
  }

  /// Without λ on the first task, which has no penalty.
  package func acting(onTask t: Int) -> Self {
    Self(strength: t == 0 ? 0 : strength, samples: samples)
  }

  /// Penalizes moves from the anchor, and measures sensitivities at the task's end.
  package func training(_ task: ClassifierTask) -> ImportanceTraining {
    var settings = RegularizerSettings(strength: strength)
    settings.method = .mas
    settings.importanceSamples = samples
    return ImportanceTraining(task, settings, factor: strength)
  }
}
