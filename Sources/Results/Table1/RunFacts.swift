/// What a report needs of a complete run.
struct RunFacts {
  let run: String
  let seed: Int
  /// As fractions; those that there are.
  let metrics: [RunMetric: Double]
  /// Of computation, all stages together.
  let seconds: Double
  let costs: RunRecord.Costs?
}

extension ResultsStore {
  /// The facts of those of the runs `ids` that are complete. Throws as `query`.
  func facts(ofRuns ids: [String]) throws(ResultsError) -> [String: RunFacts] {
    let metrics = try metrics(ofRuns: ids)
    var facts: [String: RunFacts] = [:]
    let columns = "seconds, trainable_weights, target_weights, stored_samples, memory_bytes"
    for row in try query("SELECT run_id, seed, \(columns) FROM run_costs").rows {
      let run = row[0].plainText
      guard let values = metrics[run], case .integer(let seed) = row[1] else { continue }
      var seconds = 0.0
      if case .real(let time) = row[2] { seconds = time }
      let numbers = row[3...].compactMap { value -> Int? in
        if case .integer(let number) = value, number >= 0 { Int(number) } else { nil }
      }
      let costs =
        numbers.count == 4
        ? RunRecord.Costs(
          trainableWeights: numbers[0], targetWeights: numbers[1], storedSamples: numbers[2],
          memoryBytes: numbers[3]) : nil
      facts[run] = RunFacts(
        run: run, seed: Int(seed), metrics: values, seconds: seconds, costs: costs)
    }
    return facts
  }
}
