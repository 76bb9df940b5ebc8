import Learning
import Settings

// The stages of the methods that train a network directly and generate no samples: one `ContinualMethod`
// each, which has the method's settings.
extension LearningRecipe {
  static let fineTuning = LearningRecipe(.fineTuning) { $0.evaluate(FineTuning()) }
  static let fromScratch = LearningRecipe(.fromScratch) { $0.evaluate(FromScratch()) }
  static let joint = LearningRecipe(.joint) { $0.evaluate(JointTraining()) }
  static let progressive = LearningRecipe(.progressive) { $0.evaluate(ProgressiveNetworks()) }

  static let lwf = LearningRecipe(.lwf) {
    $0.evaluate(
      LearningWithoutForgetting(
        temperature: $0.settings.temperature, newClasses: $0.settings.newClasses))
  }

  static let experienceReplay = LearningRecipe(.experienceReplay) {
    $0.evaluate(ExperienceReplay(capacity: $0.settings.buffer))
  }

  static let ewc = LearningRecipe(.ewc) {
    var method = ElasticWeightConsolidation(
      strength: $0.settings.beta, samples: $0.settings.importanceSamples)
    method.fisherLabels = $0.settings.keyedFisherLabels
    $0.evaluate(method)
  }

  static let onlineEWC = LearningRecipe(.onlineEWC) {
    var method = OnlineEWC(
      strength: $0.settings.beta, decay: $0.settings.importanceDecay,
      samples: $0.settings.importanceSamples)
    method.fisherLabels = $0.settings.keyedFisherLabels
    $0.evaluate(method)
  }

  static let si = LearningRecipe(.si) {
    $0.evaluate(
      SynapticIntelligence(strength: $0.settings.beta, damping: $0.settings.damping))
  }

  static let mas = LearningRecipe(.mas) {
    $0.evaluate(
      MemoryAwareSynapses(strength: $0.settings.beta, samples: $0.settings.importanceSamples))
  }
}
