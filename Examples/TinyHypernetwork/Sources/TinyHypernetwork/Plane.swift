import Tasks

/// Three tasks that ask different questions about the same points of a square.
enum Plane {
  /// What a point is asked; the answer is class 1 for yes, class 0 for no.
  static let questions: [@Sendable (_ x: Float, _ y: Float) -> Bool] = [
    { ($0 * $0 + $1 * $1) < 0.6 },  // Is it inside a circle?
    { $1 > $0 },  // Is it above the diagonal?
    { $0 * $1 > 0 },  // Are both coordinates of one sign?
  ]

  /// The tasks, in the order in which they are learned. All share two outputs, so only the weights that the
  /// hypernetwork generates for a task can tell which question is meant.
  static let tasks = SampledTasks(
    questions.map { question in
      SampledTask(
        training: samples(perSide: 24, question), test: samples(perSide: 17, question))
    }, heads: .shared)

  private static func samples(
    perSide count: Int, _ question: (Float, Float) -> Bool
  ) -> Samples {
    let line = (0..<count).map { (Float($0) + 0.5) / Float(count) * 2 - 1 }
    let points = line.flatMap { x in line.map { y in [x, y] } }
    return Samples(
      inputs: points, labels: points.map { question($0[0], $0[1]) ? 1 : 0 }, classes: 2)
  }
}
