import HDF5
import Learning
import Networks

/// Parts that several kinds of states have: optimizers, the seed, statistics.
extension StateFile {
  /// Adds what an optimizer goes on from; nothing where it begins anew.
  static func add(
    _ moments: OptimizerMoments?, under root: String, to file: inout HDF5Contents
  ) {
    guard let moments else { return }
    file.add(
      HDF5Array([Int64(moments.steps)]), at: "\(root)/steps",
      as: DatasetDescription(longName: "steps that the optimizer has taken", axes: ["value"]))
    for (name, values) in [("first", moments.first), ("second", moments.second)]
    where !values.isEmpty {
      file.add(
        HDF5Array(values), at: "\(root)/\(name)_moment",
        as: DatasetDescription(
          longName: "the optimizer's \(name) moment, weights in their flat order",
          axes: ["weight"]))
    }
  }

  /// What `add` wrote, of an optimizer of `count` weights; nil where there is nothing.
  static func moments(
    in file: borrowing HDF5File, under root: String, count: Int
  ) throws -> OptimizerMoments? {
    guard try file.exists(root) else { return nil }
    let steps = try file.read(Int64.self, at: "\(root)/steps", shape: [1]).values[0]
    guard (0...1 << 40).contains(steps) else {
      throw CheckpointError.inconsistent("'\(root)/steps' is \(steps)")
    }
    var moments: [[Float]] = []
    for name in ["first", "second"] {
      let path = "\(root)/\(name)_moment"
      moments.append(
        try file.exists(path) ? file.read(Float.self, at: path, shape: [count]).values : [])
    }
    return OptimizerMoments(steps: Int(steps), first: moments[0], second: moments[1])
  }

  /// Adds the seed.
  static func add(seed: UInt64, to file: inout HDF5Contents) {
    file.add(
      HDF5Array([seed]), at: "/random/seed",
      as: DatasetDescription(longName: "seed that all randomness derives from", axes: ["value"]))
  }

  /// Adds the statistics of each task; nothing where the network has none.
  static func add(statistics: [[Float]], to file: inout HDF5Contents) {
    guard let count = statistics.first?.count, count > 0 else { return }
    file.add(
      HDF5Array(shape: [statistics.count, count], values: statistics.flatMap { $0 }),
      at: "/statistics",
      as: DatasetDescription(
        longName: "statistics of the network's layers at the end of each task's training",
        axes: ["task", "statistic"]))
  }

  /// The statistics that `add` wrote; empty ones where the file has none.
  ///
  /// - Parameter network: what a network of its layers alone keeps; a method may make another network of it
  static func statistics(
    in file: borrowing HDF5File, tasks: Int, of network: Architecture
  ) throws -> [[Float]] {
    let needed: [Float] = network.initialStatistics()
    var rows = [[Float]](repeating: [], count: tasks)
    if try file.exists("/statistics") {
      let array = try file.read(Float.self, at: "/statistics", shape: [tasks, nil])
      let count = array.shape[1]
      rows = (0..<tasks).map { Array(array.values[$0 * count..<($0 + 1) * count]) }
    }
    guard rows.allSatisfy({ needed.isEmpty || $0.count == needed.count }),
      rows.joined().allSatisfy(\.isFinite)
    else {
      throw CheckpointError.inconsistent("'/statistics' is not what the network keeps of a task")
    }
    return rows
  }
}
