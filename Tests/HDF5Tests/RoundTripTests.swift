import HDF5
import Testing

@Suite("Round trips")
struct RoundTripTests {
  @Test("floats come back bit for bit: NaN payloads, negative zero, infinities, subnormals")
  func floats() throws {
    let patterns: [UInt32] = [
      0x0000_0000, 0x8000_0000, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x7FC1_2345, 0xFFFF_FFFF,
      0x7F80_0001, 0x0000_0001, 0x807F_FFFF, 0x3F80_0000, 0x7F7F_FFFF,
    ]
    let array = HDF5Array(patterns.map { Float(bitPattern: $0) })
    let file = try HDF5File(image: image(of: array))
    let read = try file.read(Float.self, at: "/values", shape: [patterns.count])
    #expect(read.values.map(\.bitPattern) == patterns)
  }

  @Test("doubles come back bit for bit: NaN payloads, negative zero, infinities, subnormals")
  func doubles() throws {
    let patterns: [UInt64] = [
      0, 1 << 63, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF8_0000_DEAD_BEEF,
      0x7FF0_0000_0000_0001, UInt64.max, 1, 0x3FF0_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFF,
    ]
    let array = HDF5Array(shape: [2, 5], values: patterns.map { Double(bitPattern: $0) })
    let file = try HDF5File(image: image(of: array))
    let read = try file.read(Double.self, at: "/values", shape: [2, 5])
    #expect(read.values.map(\.bitPattern) == patterns)
  }

  @Test("whole numbers keep their extremes")
  func integers() throws {
    var contents = HDF5Contents()
    contents.add(HDF5Array([Int64.min, -1, 0, .max]), at: "/signed", as: anything(rank: 1))
    contents.add(HDF5Array([UInt64.min, 1 << 63, .max]), at: "/unsigned", as: anything(rank: 1))
    contents.add(HDF5Array((0...255).map(UInt8.init)), at: "/bytes", as: anything(rank: 1))
    let file = try HDF5File(image: contents.image())
    #expect(try file.read(Int64.self, at: "/signed").values == [.min, -1, 0, .max])
    #expect(try file.read(UInt64.self, at: "/unsigned").values == [0, 1 << 63, .max])
    #expect(try file.read(UInt8.self, at: "/bytes").values == Array(0...255))
  }

  @Test(
    "every rank and empty extents keep shape and order",
    arguments: [
      [1], [5], [0], [2, 3], [0, 4], [4, 0], [2, 3, 4], [1, 1, 1, 1], [3, 1, 2, 1, 2],
      [Int](repeating: 1, count: 31) + [2],
    ])
  func ranks(shape: [Int]) throws {
    let count = shape.reduce(1, *)
    let array = HDF5Array(shape: shape, values: (0..<count).map { Float($0) })
    let file = try HDF5File(image: image(of: array))
    #expect(try file.read(Float.self, at: "/values", shape: shape) == array)
    #expect(try file.shape(at: "/values") == shape)
  }

  @Test("a dataset of many chunks, the last ones padded, comes back whole")
  func chunks() throws {
    let array = HDF5Array(shape: [517, 1031], values: (0..<517 * 1031).map { Float($0) })
    let file = try HDF5File(image: image(of: array))
    #expect(try file.read(Float.self, at: "/values") == array)
  }

  @Test("attributes of every kind come back, in any script, empty, and longer than 64 KiB")
  func attributes() throws {
    let attributes: [String: HDF5Attribute] = [
      "text": "Gewichte · 重み · вес · 🧠", "empty": "", "json": #"{"a": [1, 2.5, "b\n"]}"#,
      "long": .string(String(repeating: "重み", count: 50_000)),
      "axes": ["task", "", "embedding ε"], "none": [], "größe": 1,
      "least": .integer(.min), "most": .integer(.max), "real": 0.1,
      "nan": .real(Double(bitPattern: 0x7FF8_0000_0000_1234)), "zero": .real(-0.0),
    ]
    var contents = HDF5Contents(attributes: attributes)
    contents.addGroup(at: "/group", attributes: ["of": "a group"])
    contents.add(
      HDF5Array<Float>([1]), at: "/values", as: anything(rank: 1), attributes: ["step": 7])
    let file = try HDF5File(image: contents.image())

    let read = try file.attributes()
    #expect(read.keys.sorted() == attributes.keys.sorted())
    for (name, value) in attributes where name != "nan" { #expect(read[name] == value) }
    #expect(try file.real("nan").bitPattern == 0x7FF8_0000_0000_1234)
    #expect(try file.real("zero").sign == .minus)
    #expect(try file.string("of", at: "/group") == "a group")
    #expect(try file.integer("step", at: "/values") == 7)
    #expect(try file.strings("axes") == ["task", "", "embedding ε"])
  }

  @Test("a dataset's description comes back")
  func description() throws {
    let description = DatasetDescription(
      longName: "Time per step", units: "µs", axes: ["task", "step"])
    var contents = HDF5Contents()
    contents.add(HDF5Array(shape: [1, 2], values: [1.5, 2]), at: "/t/x", as: description)
    let file = try HDF5File(image: contents.image())
    #expect(try file.description(at: "/t/x") == description)
    // Those of its scales are no part of it.
    #expect(try file.attributes(at: "/t/x").keys.sorted() == ["axes", "long_name", "units"])
  }

  @Test("files say which groups exist, and in the order of bytes where one does not")
  func groups() throws {
    var contents = HDF5Contents()
    for name in ["b", "a", "é", "B", "10", "9"] { contents.addGroup(at: "/groups/\(name)") }
    for index in 0..<30 { contents.addGroup(at: "/many/\(index)") }
    let file = try HDF5File(image: contents.image())
    #expect(try (0..<30).allSatisfy { try file.exists("/many/\($0)") })
    func message(_ path: String) -> String? { failure { _ = try file.shape(at: path) }?.message }
    #expect(message("/x") == "'/' has no 'x'; it holds: groups, many")
    #expect(message("/groups/x") == "'/groups' has no 'x'; it holds: 10, 9, B, a, b, é")
    #expect(message("/groups/é/x") == "'/groups/é' has no 'x'; it holds: nothing")
    #expect(try file.exists("/") && file.exists("/groups/é"))
    #expect(try !file.exists("/groups/c") && !file.exists("/nowhere/at/all"))
  }
}
