import Tasks
import Tensors

/// A uniform sample of all that was ever shown, of a fixed size (Vitter 1985, algorithm R).
package struct Reservoir: Hashable, Sendable {
  /// The most samples that it holds.
  package let capacity: Int
  /// Inputs per sample; 0 before the first one.
  private var width = 0
  private var inputs: [Float] = []
  /// The output unit of each sample's class.
  private var units: [Float] = []
  /// The task of each sample.
  private var tasks: [Float] = []
  /// How many samples were shown.
  private var shown = 0

  /// An empty one.
  package init(capacity: Int) {
    precondition(capacity > 0, "capacity \(capacity)")
    self.capacity = capacity
  }

  /// What a classifier remembers; empty before its first task.
  package init(_ state: ClassifierState, capacity: Int) {
    self.init(capacity: capacity)
    guard let stored = state.memory["reservoir/inputs"] else { return }
    // What was read of a checkpoint is what `write` put there: its bytes were checked.
    guard let units = state.memory["reservoir/units"], let tasks = state.memory["reservoir/tasks"],
      let shown = state.memory["reservoir/shown"], shown.values.count == 2,
      stored.shape == [units.values.count, state.network.inputCount],
      tasks.values.count == units.values.count
    else {
      preconditionFailure("a reservoir whose parts do not fit: \(state.memory.keys.sorted())")
    }
    (inputs, width) = (stored.values, stored.shape[1])
    (self.units, self.tasks) = (units.values, tasks.values)
    // Two parts, each exact in a Float.
    self.shown = Int(shown.values[0]) << 20 + Int(shown.values[1])
  }

  /// Makes a classifier remember this.
  package func write(to state: inout ClassifierState) {
    state.memory["reservoir/inputs"] = Tensor(shape: [count, width], inputs)
    state.memory["reservoir/units"] = Tensor(units)
    state.memory["reservoir/tasks"] = Tensor(tasks)
    state.memory["reservoir/shown"] = Tensor([Float(shown >> 20), Float(shown & (1 << 20 - 1))])
    state.storedSamples = count
  }

  /// Samples it holds.
  package var count: Int { units.count }
  /// The task that sample `i` is of.
  package func task(of i: Int) -> Int { Int(tasks[i]) }
  /// The output unit of its class.
  package func unit(of i: Int) -> Int { Int(units[i]) }

  /// Writes its inputs as a row of `target`.
  package func copyInputs(of i: Int, into target: inout [Float], row: Int) {
    copyRows(inputs, rows: i..<i + 1, columns: width, into: &target, first: row)
  }

  /// Shows it all `samples` of a task, in a random order.
  ///
  /// - Parameter report: called now and then; throws to stop.
  package mutating func show(
    _ samples: TaskSamples, task: Int, seed: UInt64, report: () throws -> Void
  ) rethrows {
    width = samples.inputCount
    var random = RandomStream(seed: seed, purpose: "reservoir", index: task)
    var row = [Float](repeating: 0, count: width)
    for (position, sample) in random.permutation(of: samples.count).enumerated() {
      shown += 1
      let place = count < capacity ? count : random.integer(below: shown)
      guard place < capacity else { continue }
      samples.gather([sample], into: &row)
      let unit = Float(samples.head.lowerBound + samples.label(sample))
      if place == count {
        inputs += row
        units.append(unit)
        tasks.append(Float(task))
      } else {
        copyRows(row, rows: 0..<1, columns: width, into: &inputs, first: place)
        (units[place], tasks[place]) = (unit, Float(task))
      }
      if position % 1000 == 0 { try report() }
    }
  }
}
