import Tasks
import Tensors

/// A uniform sample of all that was ever shown, of a fixed size (Vitter 1985, algorithm R).
package struct Reservoir: Hashable, Sendable {
  /// The most samples that it holds.
  package let capacity: Int
  /// Inputs per sample; 0 before the first one.
  private var width = 0
  private var inputs: [Float] = []
  /// The output unit of each sample's class; empty where targets are numbers.
  private var units: [Float] = []
  /// Each sample's targets, where they are numbers.
  private var values: [Float] = []
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
    let units = state.memory["reservoir/units"]?.values ?? []
    let values = state.memory["reservoir/values"]?.values ?? []
    guard let tasks = state.memory["reservoir/tasks"], let shown = state.memory["reservoir/shown"],
      shown.values.count == 2,
      stored.shape == [tasks.values.count, state.network.inputCount],
      values.isEmpty
        ? units.count == tasks.values.count
        : units.isEmpty && values.count.isMultiple(of: tasks.values.count)
    else {
      preconditionFailure("a reservoir whose parts do not fit: \(state.memory.keys.sorted())")
    }
    (inputs, width) = (stored.values, stored.shape[1])
    (self.units, self.values, self.tasks) = (units, values, tasks.values)
    // Two parts, each exact in a Float.
    self.shown = Int(shown.values[0]) << 20 + Int(shown.values[1])
  }

  /// Makes a classifier remember this.
  package func write(to state: inout ClassifierState) {
    state.memory["reservoir/inputs"] = Tensor(shape: [count, width], inputs)
    if values.isEmpty {
      state.memory["reservoir/units"] = Tensor(units)
    } else {
      state.memory["reservoir/values"] = Tensor(
        shape: [count, values.count / count], values)
    }
    state.memory["reservoir/tasks"] = Tensor(tasks)
    state.memory["reservoir/shown"] = Tensor([Float(shown >> 20), Float(shown & (1 << 20 - 1))])
    state.storedSamples = count
  }

  /// Samples it holds.
  package var count: Int { tasks.count }
  /// The task that sample `i` is of.
  package func task(of i: Int) -> Int { Int(tasks[i]) }
  /// The output unit of its class; nil where targets are numbers.
  package func unit(of i: Int) -> Int? { units.isEmpty ? nil : Int(units[i]) }
  /// Its targets, where they are numbers.
  package func values(of i: Int) -> ArraySlice<Float> {
    let width = values.count / max(1, count)
    return values[i * width..<(i + 1) * width]
  }

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
      if place == count {
        inputs += row
        tasks.append(Float(task))
      } else {
        copyRows(row, rows: 0..<1, columns: width, into: &inputs, first: place)
        tasks[place] = Float(task)
      }
      setTarget(of: sample, samples, at: place)
      if position % 1000 == 0 { try report() }
    }
  }

  /// Stores a sample's target at `place`, which may be one beyond those that are there.
  private mutating func setTarget(of sample: Int, _ samples: TaskSamples, at place: Int) {
    func put(_ new: some Collection<Float>, _ target: inout [Float]) {
      let start = place * new.count
      target.replaceSubrange(start..<min(target.count, start + new.count), with: new)
    }
    switch samples.objective {
    case .classification: put([Float(samples.head.lowerBound + samples.label(sample))], &units)
    case .regression: put(samples.values(sample), &values)
    }
  }
}
