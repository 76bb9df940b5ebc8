/// Samples whose inputs and targets are numbers, row by row.
package struct NumberTable: Codable, Hashable, Sendable {
  /// The inputs of all samples, `[samples × inputCount]`.
  package let inputs: [Float]
  /// Inputs per sample.
  package let inputCount: Int
  /// The targets of all samples, `[samples × targetCount]`.
  package let targets: [Float]
  /// Targets per sample.
  package let targetCount: Int

  private enum CodingKeys: String, CodingKey {
    case inputs, targets
    case inputCount = "input_count"
    case targetCount = "target_count"
  }

  /// A table of these numbers; traps unless there are as many rows of inputs as of targets.
  package init(inputs: [Float], inputCount: Int, targets: [Float], targetCount: Int) {
    precondition(
      Self.fit(inputs, inputCount, targets, targetCount),
      "\(inputs.count) inputs by \(inputCount), \(targets.count) targets by \(targetCount)")
    (self.inputs, self.inputCount) = (inputs, inputCount)
    (self.targets, self.targetCount) = (targets, targetCount)
  }

  /// Reads a table; throws `DecodingError` unless there are as many rows of both, of finite numbers.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    inputs = try values.decode([Float].self, forKey: .inputs)
    inputCount = try values.decode(Int.self, forKey: .inputCount)
    targets = try values.decode([Float].self, forKey: .targets)
    targetCount = try values.decode(Int.self, forKey: .targetCount)
    guard Self.fit(inputs, inputCount, targets, targetCount),
      (inputs + targets).allSatisfy(\.isFinite)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .inputs, in: values, debugDescription: "no table has these sizes and numbers")
    }
  }

  private static func fit(
    _ inputs: [Float], _ inputCount: Int, _ targets: [Float], _ targetCount: Int
  ) -> Bool {
    let rows = targets.count / max(1, targetCount)
    return inputCount > 0 && targetCount > 0 && targets.count.isMultiple(of: targetCount)
      && inputs.count.isMultiple(of: inputCount) && inputs.count / inputCount == rows
  }

  /// The number of samples.
  package var count: Int { targets.count / targetCount }
}
