import Foundation
import HDF5
import Testing

/// A description for arrays whose meaning does not matter.
func anything(rank: Int) -> DatasetDescription {
  DatasetDescription(longName: "Test values", axes: (0..<rank).map { "axis_\($0)" })
}

/// An image of one dataset at `/values`.
func image<Element>(of array: HDF5Array<Element>) throws -> [UInt8] {
  var contents = HDF5Contents()
  contents.add(array, at: "/values", as: anything(rank: array.shape.count))
  return try contents.image()
}

/// Contents that reach every way libhdf5 stores things: several chunks with a padded last one,
/// empty datasets, more links and attributes than an object header holds, long and empty texts.
func everyFeature(reversed: Bool = false) -> HDF5Contents {
  var contents = HDF5Contents(attributes: ["format": "test", "version": 3, "rate": 0.25])
  var steps: [(inout HDF5Contents) -> Void] = [
    {
      let values = (0..<513 * 1030).map { Float($0) }
      $0.add(HDF5Array(shape: [513, 1030], values: values), at: "/large", as: anything(rank: 2))
    },
    { $0.add(HDF5Array<Double>([]), at: "/empty/vector", as: anything(rank: 1)) },
    { $0.add(HDF5Array<UInt8>([1, 2, 3]), at: "/a/b/c/d", as: anything(rank: 1)) },
    // Two axes of one name, one name of two lengths, and a name that a dataset has.
    {
      $0.add(
        HDF5Array<UInt8>(shape: [2, 2], values: [1, 2, 3, 4]), at: "/axes/square",
        as: DatasetDescription(longName: "Square", axes: ["unit", "unit"]))
    },
    {
      $0.add(
        HDF5Array<UInt8>(shape: [3, 1], values: [1, 2, 3]), at: "/axes/seed",
        as: DatasetDescription(longName: "Seed", axes: ["unit", "seed"]))
    },
    { $0.addGroup(at: "/nothing", attributes: ["text": "", "texts": []]) },
    {
      $0.addGroup(at: "/long", attributes: ["json": .string(String(repeating: "é", count: 60_000))])
    },
  ]
  for index in 0..<40 {
    steps.append {
      $0.add(
        HDF5Array([Int64(index), -1]), at: "/layers/\(index)/weight", as: anything(rank: 1),
        attributes: ["index": .integer(Int64(index))])
    }
    steps.append { $0.set(["attribute_\(index)": "value \(index)"], at: "/") }
  }
  for step in reversed ? steps.reversed() : steps { step(&contents) }
  return contents
}

/// FNV-1a, 64 bits: enough to compare images between processes.
func digest(_ bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// Every place where `pattern` begins in `bytes`.
func occurrences(of pattern: [UInt8], in bytes: [UInt8]) -> [Int] {
  guard let first = pattern.first, bytes.count >= pattern.count else { return [] }
  return (0...bytes.count - pattern.count).filter {
    bytes[$0] == first && bytes[$0..<$0 + pattern.count].elementsEqual(pattern)
  }
}

/// The error with which `body` fails.
func failure(_ body: () throws -> Void) -> HDF5Error? {
  do {
    try body()
    Issue.record("nothing was thrown")
  } catch let error as HDF5Error {
    return error
  } catch {
    Issue.record(error)
  }
  return nil
}

/// The output of a program found on the path, and whether it succeeded.
func run(_ program: String, _ arguments: [String]) throws -> (output: String, succeeded: Bool) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (String(decoding: output, as: UTF8.self), process.terminationStatus == 0)
}

/// Runs `body` with the URL of a new folder, which is deleted afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("engram-hdf5-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
