import Networks
import Tasks
import Tensors

/// Generative replay (Shin et al. 2017): each step has, beside the task's own samples, samples of earlier
/// tasks that a generative model draws. A copy of the classifier from before the task says what they are.
///
/// The method does not know which generative model it is given. With one that a hypernetwork protects it is
/// HNET+R, with one that replays itself DGR.
package struct GenerativeReplay: ContinualMethod {
  package static let name = "generative-replay"
  package static let needsReplay = true
  package static let startsPlainly = true

  /// What replayed samples are trained to be.
  package enum Targets: Codable, Hashable, Sendable {
    /// The class that the copy takes them for.
    case labels
    /// The copy's probabilities at a temperature, times its square (Hinton et al. 2015).
    case probabilities(temperature: Double)
    /// The task that the model drew them of: for networks whose classes are the tasks.
    case task
  }

  /// How much the task's own samples count.
  package enum Share: String, Codable, Hashable, Sendable {
    /// ½ of the loss
    case half
    /// 1 / tasks of the loss (van de Ven & Tolias 2019)
    case perTask = "per-task"
  }

  /// What the copy, which does not know the task's own classes, is taken to say of them.
  package enum NewClasses: String, Codable, Hashable, Sendable, CaseIterable {
    /// They have no probability.
    case impossible
    /// Their logits are 0.
    case zeroLogit = "zero-logit"
  }

  /// What replayed samples are trained to be.
  package var targets: Targets
  /// How much the task's own samples count.
  package var share: Share
  /// What the copy is taken to say of the task's classes, where these compete with earlier ones.
  package var newClasses: NewClasses

  /// Generative replay with these settings.
  package init(targets: Targets, share: Share, newClasses: NewClasses = .impossible) {
    (self.targets, self.share, self.newClasses) = (targets, share, newClasses)
  }

  /// Draws from the task's `replay` at every step.
  package func training(_ task: ClassifierTask) -> ReplayTraining { ReplayTraining(task, self) }
}
