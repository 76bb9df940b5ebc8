import Datasets

/// Samples of a caller's own: inputs, and what a network is to answer to each.
///
/// Targets are classes, or numbers. The values are copied once into flat arrays.
public struct Samples: Hashable, Sendable {
  enum Table: Hashable, Sendable {
    case classes(LabelledRows)
    case numbers(NumberTable)
  }

  let table: Table
  /// The number of samples.
  public let count: Int
  /// Inputs per sample.
  public let inputCount: Int
  /// The outputs that answer: as many as there are classes, or numbers per sample.
  public let outputCount: Int

  /// Samples of classes, which are learned by softmax cross-entropy.
  ///
  /// Traps unless there is a sample, all have equally many inputs, and each has a label in `0..<classes`.
  ///
  /// - Parameters:
  ///   - inputs: `[samples][inputs]`
  ///   - labels: the class of each sample
  ///   - classes: the number of classes
  public init(inputs: [[Float]], labels: [Int], classes: Int) {
    let width = Self.width(of: inputs, "inputs")
    precondition(
      labels.count == inputs.count && labels.allSatisfy { (0..<classes).contains($0) },
      "\(labels.count) labels of \(inputs.count) samples in \(classes) classes: "
        + "\(labels.min() ?? 0)…\(labels.max() ?? 0)")
    table = .classes(LabelledRows(inputs: inputs.flatMap(\.self), labels: labels.map(Int32.init)))
    (count, inputCount, outputCount) = (inputs.count, width, classes)
  }

  /// Samples of numbers, which are learned by the mean squared error.
  ///
  /// Traps unless there is a sample, and all have equally many inputs and equally many targets.
  ///
  /// - Parameters:
  ///   - inputs: `[samples][inputs]`
  ///   - targets: `[samples][outputs]`
  public init(inputs: [[Float]], targets: [[Float]]) {
    let widths = (
      inputs: Self.width(of: inputs, "inputs"), targets: Self.width(of: targets, "targets")
    )
    precondition(
      targets.count == inputs.count, "\(inputs.count) samples, targets of \(targets.count)")
    table = .numbers(
      NumberTable(
        inputs: inputs.flatMap(\.self), inputCount: widths.inputs,
        targets: targets.flatMap(\.self), targetCount: widths.targets))
    (count, inputCount, outputCount) = (inputs.count, widths.inputs, widths.targets)
  }

  var objective: Objective {
    switch table {
    case .classes: .classification
    case .numbers: .regression
    }
  }

  /// The length that all rows have; traps unless they have one.
  private static func width(of rows: [[Float]], _ what: String) -> Int {
    let widths = Set(rows.map(\.count))
    guard widths.count == 1, let width = widths.first, width > 0 else {
      preconditionFailure("\(rows.count) samples of \(widths.sorted()) \(what)")
    }
    return width
  }
}

/// Rows of inputs with a class each.
struct LabelledRows: Hashable, Sendable {
  /// `[samples × inputs]`
  let inputs: [Float]
  /// One class per row.
  var labels: [Int32]
}
