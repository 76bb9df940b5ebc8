/// Online EWC (Schwarz et al. 2018): one anchor, the weights after the task before, and one importance,
/// in which older tasks fade by `γ`; `R = λ/2 Σ_i F_i (θ_i − θ*_i)²`, `F ← γ F + F_t`.
package struct OnlineEWC: ContinualMethod {
  package static let name = "online-ewc"

  /// λ, the strength of the penalty
  package var strength: Double
  /// γ, which multiplies the importances of all earlier tasks at each task's end
  package var decay: Double
  /// The most samples that Fisher information is estimated from.
  package var samples: Int
  /// The labels whose likelihood it is of; nil for the samples' own. The name is part of keys.
  package var fisherLabels: RegularizerSettings.FisherLabels?

  /// Online EWC with these settings.
  package init(strength: Double, decay: Double, samples: Int) {
    (self.strength, self.decay, self.samples) = (strength, decay, samples)
  }

  /// Without λ and γ on the first task, which has no penalty and no importances to fade.
  package func acting(onTask t: Int) -> Self {
    var method = self
    if t == 0 { (method.strength, method.decay) = (0, 1) }
    return method
  }

  /// Penalizes moves from the anchor, and estimates Fisher information at the task's end.
  package func training(_ task: ClassifierTask) -> ImportanceTraining {
    var settings = RegularizerSettings(strength: strength)
    settings.method = .onlineEWC
    settings.importanceDecay = decay
    settings.importanceSamples = samples
    settings.fisherLabels = fisherLabels
    return ImportanceTraining(task, settings, factor: strength / 2)
  }
}
