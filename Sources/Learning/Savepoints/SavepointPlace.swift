import Foundation

/// Where a training keeps its savepoint, which another process goes on from.
package protocol SavepointPlace {
  /// The bytes that were saved last; nil where there are none, and training begins.
  func load() -> Data?
  /// Says that training goes on after `step`, with what was loaded.
  func resume(after step: Int)
  /// Says that what was loaded cannot be used, and why; training begins.
  func reject(_ reason: String)
  /// Whether it is time to save, after `step`. Cheap enough for every step.
  func isDue(after step: Int) -> Bool
  /// Keeps these bytes instead of the ones before. What goes wrong does not end the training.
  func save(_ bytes: Data, after step: Int)
}

extension SavepointPlace {
  /// Takes over what was saved, where that can be used; then tells where the training stands.
  ///
  /// - Parameters:
  ///   - step: the steps that were taken
  ///   - list: lists the parts of the training
  func restore(_ step: () -> Int, _ list: (inout SavedParts) -> Void) {
    guard let bytes = load() else { return }
    do throws(SavedParts.Mismatch) {
      try SavedParts.restore(from: bytes, list)
      resume(after: step())
    } catch {
      reject(error.description)
    }
  }
}

/// What a training is given besides its settings and samples. Neither acts on the result, unless the settings
/// ask for the score.
package struct TrainingAids {
  /// Where it saves how far it has come; nil where it does not.
  package var savepoint: (any SavepointPlace)?
  /// The accuracy of a target network on held-out samples of the task; nil where there are none.
  package var score: ((_ weights: [Float], _ statistics: [Float]) -> Double)?

  /// Neither of them, unless they are given.
  package init(
    savepoint: (any SavepointPlace)? = nil,
    score: ((_ weights: [Float], _ statistics: [Float]) -> Double)? = nil
  ) {
    (self.savepoint, self.score) = (savepoint, score)
  }
}
