/// MAS (Aljundi et al. 2018): a weight matters as much as the squared length of the outputs depends on it;
/// `R = λ Σ_i Ω_i (θ_i − θ*_i)²`, `Ω += mean |∂‖f(x)‖² / ∂θ|`.
package struct MemoryAwareSynapses: ContinualMethod {
  package static let name = "mas"

  /// λ
  package var strength: Double
  /// The most samples that importances are estimated from.
  package var samples: Int

  package init(strength: Double, samples: Int) {
    (self.strength, self.samples) = (strength, samples)
  }

  package func acting(onTask t: Int) -> Self {
    Self(strength: t == 0 ? 0 : strength, samples: samples)
  }

  package func training(_ task: ClassifierTask) -> ImportanceTraining {
    var settings = RegularizerSettings(strength: strength)
    settings.method = .mas
    settings.importanceSamples = samples
    return ImportanceTraining(task, settings, factor: strength)
  }
}
