import Learning

extension LearningMethod {
  /// Zenke et al. 2017.
  static let si = LearningMethod(
    "si", "synaptic intelligence: weights matter as much as they have reduced the loss",
    settings: [["beta", "damping"]]
  ) { settings in
    settings.beta = 1
  } build: { method in
    let settings = method.settings
    method.evaluate(SynapticIntelligence(strength: settings.beta, damping: settings.damping))
  }
}
