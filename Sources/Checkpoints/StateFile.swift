import Foundation
import HDF5
import Learning
import Networks
import Statistics
import Tasks

/// What the files of states have in common: attributes of the root, perceptrons, matrices of metrics.
enum StateFile {
  /// More weights than any network has that a file of ours describes.
  static let weightLimit = 1 << 32

  /// A file that holds no more than what it says of itself: attributes of the root group, and the description
  /// once more as a dataset, for programs that do not show attributes.
  static func contents(
    format: String, version: Int64, _ description: some Encodable, tasks: Int
  ) throws -> HDF5Contents {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(description), as: UTF8.self)
    var file = HDF5Contents(attributes: [
      "format": .string(format), "format_version": .integer(version), "config_json": .string(json),
      "task_index": .integer(Int64(tasks - 1)), "tasks_learned": .integer(Int64(tasks)),
    ])
    file.add(
      HDF5Array(Array(json.utf8)), at: "/config_json",
      as: DatasetDescription(
        longName: "the attribute config_json once more, in UTF-8", axes: ["byte"]))
    return file
  }

  /// `config_json` of a file that is of this format, and not newer.
  static func description<Value: Decodable>(
    _ type: Value.Type, in file: borrowing HDF5File, format: String, version: Int64
  ) throws -> Value {
    let found = try? file.string("format")
    guard found == format else {
      throw CheckpointError.notACheckpoint(expected: format, found: found)
    }
    guard let number = try? file.integer("format_version"), number > 0 else {
      throw CheckpointError.inconsistent("format_version is missing or not a positive number")
    }
    guard number <= version else {
      throw CheckpointError.newerVersion(found: number, supported: version)
    }
    guard case .string(let json) = try file.attribute("config_json", at: "/") else {
      throw CheckpointError.inconsistent("config_json is not a text")
    }
    do {
      return try JSONDecoder().decode(type, from: Data(json.utf8))
    } catch { throw CheckpointError.inconsistent("config_json cannot be read: \(error)") }
  }

  /// Throws for a network that is larger than any: a file's mistake is no caller's mistake.
  static func check(_ network: Architecture) throws(CheckpointError) {
    let widths = network.widths
    let impossible = CheckpointError.inconsistent("config_json has sizes that cannot be")
    guard widths.count <= 300, widths.allSatisfy({ (1...100_000_000).contains($0) }) else {
      throw impossible
    }
    guard network.weightCount <= weightLimit else { throw impossible }
  }

  /// Throws for a shape that no tensor of a state has.
  static func check(shape: [Int]) throws(CheckpointError) {
    guard (1...8).contains(shape.count), shape.allSatisfy({ (0...1 << 31).contains($0) }),
      shape.reduce(1.0, { $0 * Double($1) }) <= Double(weightLimit)
    else { throw .inconsistent("a tensor of shape \(shape)") }
  }

  /// A tensor of a layer: its name in the layer's folder, its place in the flat weights, its axes.
  private struct Tensor {
    let name: String
    let range: Range<Int>
    let shape: [Int]
    let axes: [String]
  }

  /// The tensors of each convolution, then of each dense layer.
  private static func tensors(of network: Architecture) -> [[Tensor]] {
    let convolutions = (network.features?.filters ?? []).map { filter in
      let out = filter.bias.count
      return [
        Tensor(
          name: "weight", range: filter.weight, shape: filter.shape,
          axes: ["channel_out", "channel_in", "filter_row", "filter_column"]),
        Tensor(name: "bias", range: filter.bias, shape: [out], axes: ["channel_out"]),
        filter.scale.map {
          Tensor(name: "scale", range: $0, shape: [out], axes: ["channel_out"])
        },
        filter.shift.map {
          Tensor(name: "shift", range: $0, shape: [out], axes: ["channel_out"])
        },
      ].compactMap(\.self)
    }
    return convolutions
      + network.dense.map { block in
        [
          Tensor(
            name: "weight", range: block.weight.range,
            shape: [block.weight.rows, block.weight.columns], axes: ["unit_out", "unit_in"]),
          Tensor(
            name: "bias", range: block.bias.range, shape: [block.bias.columns],
            axes: ["unit_out"]),
        ]
      }
  }

  /// Adds a network's flat weight vector as the layers it consists of.
  static func add(
    _ weights: [Float], of network: Architecture, under root: String, what: String,
    to file: inout HDF5Contents
  ) {
    for (index, layer) in tensors(of: network).enumerated() {
      for tensor in layer {
        file.add(
          HDF5Array(shape: tensor.shape, values: Array(weights[tensor.range])),
          at: "\(root)/\(name(ofLayer: index))/\(tensor.name)",
          as: DatasetDescription(
            longName: "\(tensor.name) of layer \(index) of the \(what)", axes: tensor.axes))
      }
    }
  }

  /// The flat weight vector that `add` took apart.
  static func weights(
    of network: Architecture, in file: borrowing HDF5File, under root: String
  ) throws -> [Float] {
    var weights = [Float](repeating: 0, count: network.weightCount)
    for (index, layer) in tensors(of: network).enumerated() {
      for tensor in layer {
        let path = "\(root)/\(name(ofLayer: index))/\(tensor.name)"
        weights.replaceSubrange(
          tensor.range, with: try file.read(Float.self, at: path, shape: tensor.shape).values)
      }
    }
    return weights
  }

  private static func name(ofLayer index: Int) -> String {
    let number = String(index)
    return String(repeating: "0", count: max(0, 3 - number.count)) + number
  }

  /// Adds rows of which row `i` has `i + 1` entries as a square matrix; nothing where there is none.
  static func add(
    matrix rows: [[Double]], at path: String, _ longName: String, to file: inout HDF5Contents
  ) {
    guard !rows.isEmpty else { return }
    let values = rows.flatMap { row in
      row + [Double](repeating: .nan, count: rows.count - row.count)
    }
    file.add(
      HDF5Array(shape: [rows.count, rows.count], values: values), at: path,
      as: DatasetDescription(longName: longName, axes: ["trained_task", "evaluated_task"]))
  }

  /// The rows that `add` wrote; none where the file has no such matrix.
  static func matrix(
    _ path: String, of metric: Metric, in file: borrowing HDF5File, tasks: Int
  ) throws -> [[Double]] {
    guard try file.exists(path) else { return [] }
    let matrix = try file.read(Float64.self, at: path, shape: [tasks, tasks])
    let rows = (0..<tasks).map { Array(matrix.values[$0 * tasks...$0 * tasks + $0]) }
    guard rows.joined().allSatisfy(metric.allows) else {
      throw CheckpointError.inconsistent(
        "'\(path)' has numbers that cannot be (\(metric.rawValue))")
    }
    return rows
  }

  /// Adds the scores after each task, under the metric's name.
  static func add(scores: ScoreMatrix, to file: inout HDF5Contents) {
    add(
      matrix: scores.rows, at: path(of: scores.metric),
      "test \(scores.metric.rawValue) after training a task", to: &file)
  }

  /// The scores that `add` wrote.
  static func scores(in file: borrowing HDF5File, tasks: Int) throws -> ScoreMatrix {
    for metric in Metric.allCases {
      let rows = try matrix(path(of: metric), of: metric, in: file, tasks: tasks)
      if !rows.isEmpty { return ScoreMatrix(rows, metric: metric) }
    }
    return ScoreMatrix()
  }

  private static func path(of metric: Metric) -> String {
    "/metrics/" + metric.rawValue.replacing(" ", with: "_")
  }
}
