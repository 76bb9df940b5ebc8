/// EWC (Kirkpatrick et al. 2017): weights that matter for a past task, as Fisher information tells, are
/// drawn back to where they were after it; `R = λ/2 Σ_j Σ_i F_ji (θ_i − θ_ji)²`.
package struct ElasticWeightConsolidation: ContinualMethod {
  package static let name = "ewc"

  /// λ, the strength of the penalty
  package var strength: Double
  /// The most samples that Fisher information is estimated from.
  package var samples: Int
  /// The labels whose likelihood it is of; nil for the samples' own. The name is part of keys.
  package var fisherLabels: RegularizerSettings.FisherLabels?

  /// EWC with these settings.
  package init(strength: Double, samples: Int) {
    (self.strength, self.samples) = (strength, samples)
  }

  /// Without λ on the first task, which has no penalty.
  package func acting(onTask t: Int) -> Self {
    var method = self
    if t == 0 { method.strength = 0 }
    return method
  }

  /// Penalizes moves from the anchors, and estimates Fisher information at the task's end.
  package func training(_ task: ClassifierTask) -> ImportanceTraining {
    var settings = RegularizerSettings(strength: strength)
    settings.method = .ewc
    settings.importanceSamples = samples
    settings.fisherLabels = fisherLabels
    return ImportanceTraining(task, settings, factor: strength / 2)
  }
}
