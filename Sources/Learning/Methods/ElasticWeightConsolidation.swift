/// EWC (Kirkpatrick et al. 2017): weights that matter for a past task, as Fisher information tells, are
/// drawn back to where they were after it; `R = λ/2 Σ_j Σ_i F_ji (θ_i − θ_ji)²`.
package struct ElasticWeightConsolidation: ContinualMethod {
  package static let name = "ewc"

  /// λ
  package var strength: Double
  /// The most samples that Fisher information is estimated from.
  package var samples: Int

  package init(strength: Double, samples: Int) {
    (self.strength, self.samples) = (strength, samples)
  }

  package func acting(onTask t: Int) -> Self {
    Self(strength: t == 0 ? 0 : strength, samples: samples)
  }

  package func training(_ task: ClassifierTask) -> ImportanceTraining {
    var settings = RegularizerSettings(strength: strength)
    settings.method = .ewc
    settings.importanceSamples = samples
    return ImportanceTraining(task, settings, factor: strength / 2)
  }
}
