/// One cell of Table 1 of von Oswald et al. 2020: a benchmark, a scenario, a method.
package struct Table1Cell: Codable, Hashable, Sendable, CustomStringConvertible {
  /// `split-mnist` or `permuted-mnist-10`.
  package let benchmark: String
  /// `CL1`, `CL2` or `CL3`.
  package let scenario: String
  /// The method, as on the command line.
  package let method: String

  /// A cell; any names, as a database may have others than this program knows.
  package init(_ benchmark: String, _ scenario: String, _ method: String) {
    (self.benchmark, self.scenario, self.method) = (benchmark, scenario, method)
  }

  /// The cell whose accuracy bounds this one's: joint training on the same tasks.
  package var upperBound: Table1Cell { Table1Cell(benchmark, scenario, "joint") }

  /// `cells` in their order, then those of `others` that are not among them, by name.
  package static func ordered(
    _ cells: [Table1Cell], _ others: some Sequence<Table1Cell>
  ) -> [Table1Cell] {
    cells
      + others.filter { !cells.contains($0) }.sorted { $0.description < $1.description }
  }

  /// The accuracy of guessing, in percent: among a task's classes, or with CL3 among those of all tasks,
  /// which are a hundred in permuted MNIST-10, and thirty in its quick profile of three tasks.
  package func chance(profile: String) -> Double {
    switch (benchmark, scenario) {
    case ("permuted-mnist-10", "CL3"): profile == "quick" ? 100 / 30 : 1
    case ("permuted-mnist-10", _), (_, "CL3"): 10
    default: 50
    }
  }

  /// Such as `split-mnist CL3 hnet+r`.
  package var description: String { "\(benchmark) \(scenario) \(method)" }
}
