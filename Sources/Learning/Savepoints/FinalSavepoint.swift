import Foundation

/// The savepoint of a training whose steps are all taken, while something is measured of its weights.
struct FinalSavepoint {
  let place: any SavepointPlace
  /// The parts of the training after its last step.
  let bytes: Data

  /// Keeps the training.
  func save(after step: Int) { place.save(bytes, after: step) }

  /// The same where it is time.
  func saveIfDue(after step: Int) { if place.isDue(after: step) { save(after: step) } }
}
