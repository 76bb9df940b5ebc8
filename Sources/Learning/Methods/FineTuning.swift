/// Fine-tuning: each task is trained from the weights after the one before, and nothing keeps earlier
/// tasks. It is the usual lower bound of what methods reach.
package struct FineTuning: ContinualMethod {
  package static let name = "fine-tuning"
  package static let startsPlainly = true

  /// Fine-tuning, which has no settings.
  package init() {}
}
