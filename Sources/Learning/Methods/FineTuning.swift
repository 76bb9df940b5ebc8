/// Each task is trained from the weights after the one before; nothing keeps earlier ones. The lower
/// bound.
package struct FineTuning: ContinualMethod {
  package static let name = "fine-tuning"
  package static let startsPlainly = true

  package init() {}
}
