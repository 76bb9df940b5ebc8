import HDF5
import Testing

@Suite("Files that do not fit the schema")
struct SchemaErrorTests {
  let bytes: [UInt8]

  init() throws {
    var contents = HDF5Contents(attributes: ["format": "test", "rate": 0.5])
    contents.add(
      HDF5Array(shape: [2, 3], values: [Float](repeating: 0, count: 6)), at: "/layers/weight",
      as: anything(rank: 2))
    bytes = try contents.image()
  }

  @Test("a missing object names the group it should be in and what is there instead")
  func missingObject() throws {
    let file = try HDF5File(image: bytes)
    let error = failure { _ = try file.read(Float.self, at: "/layers/bias") }
    #expect(error?.code == .missingObject)
    #expect(error?.path == "/layers/bias")
    #expect(error?.message == "'/layers' has no 'bias'; it holds: axis_0, axis_1, weight")
    #expect(
      error?.description
        == "hdf5/missing-object: '/layers/bias': '/layers' has no 'bias'; it holds: axis_0, axis_1, "
        + "weight. Compare the file with its schema; `h5dump -A` lists what it holds.")
    #expect(error?.localizedDescription == error?.description)
    #expect(
      failure { _ = try file.shape(at: "/layers/weight/x") }?.message
        == "'/layers/weight' is not a group")
  }

  @Test("a group where a dataset is needed, and the reverse")
  func wrongKind() throws {
    let file = try HDF5File(image: bytes)
    #expect(failure { _ = try file.read(Float.self, at: "/layers") }?.code == .wrongKind)
    #expect(failure { _ = try file.shape(at: "/") }?.code == .wrongKind)
  }

  @Test("another element type is named, never converted")
  func wrongType() throws {
    let file = try HDF5File(image: bytes)
    let error = failure { _ = try file.read(Double.self, at: "/layers/weight") }
    #expect(error?.code == .wrongType)
    #expect(error?.message == "float64 is needed, found float32")
    let signed = try HDF5File(image: image(of: HDF5Array([Int64(1)])))
    #expect(
      failure { _ = try signed.read(UInt64.self, at: "/values") }?.message
        == "uint64 is needed, found int64")
  }

  @Test("another rank or extent is refused with both shapes")
  func wrongShape() throws {
    let file = try HDF5File(image: bytes)
    for shape in [[6], [2, 3, 1], [3, 2], [2, nil, nil], []] as [[Int?]] {
      let error = failure { _ = try file.read(Float.self, at: "/layers/weight", shape: shape) }
      #expect(error?.code == .wrongShape)
    }
    let error = failure { _ = try file.read(Float.self, at: "/layers/weight", shape: [nil, 4]) }
    #expect(error?.message == "the shape [any, 4] is needed, found [2, 3]")
    #expect(try file.read(Float.self, at: "/layers/weight", shape: [nil, 3]).shape == [2, 3])
  }

  @Test("a missing attribute names those that are there; one of another type its value")
  func attributes() throws {
    let file = try HDF5File(image: bytes)
    let missing = failure { _ = try file.string("version") }
    #expect(missing?.code == .missingAttribute)
    #expect(missing?.message == "there is no attribute 'version'; there are: format, rate")
    #expect(failure { _ = try file.integer("format") }?.code == .wrongType)
    #expect(failure { _ = try file.integer("rate") }?.code == .wrongType)
    #expect(failure { _ = try file.real("format") }?.code == .wrongType)
    #expect(failure { _ = try file.string("rate") }?.code == .wrongType)
    #expect(failure { _ = try file.strings("format") }?.code == .wrongType)
    #expect(failure { _ = try file.string("a", at: "/nowhere") }?.code == .missingObject)
    #expect(failure { _ = try file.description(at: "/layers") }?.code == .missingAttribute)
  }

  @Test("text with a NUL character cannot be written")
  func nul() throws {
    let contents = HDF5Contents(attributes: ["text": "a\0b"])
    let error = failure { _ = try contents.image() }
    #expect(error?.code == .invalidText)
    #expect(error?.message.contains("'text'") == true)
  }

  @Test("after an error the library works as before")
  func recovers() throws {
    let file = try HDF5File(image: bytes)
    for _ in 0..<100 { _ = failure { _ = try file.read(UInt8.self, at: "/layers/weight") } }
    #expect(try file.read(Float.self, at: "/layers/weight").values == [0, 0, 0, 0, 0, 0])
  }
}
