import Foundation
import HDF5
import TestSupport
import Testing

private let hasDump = (try? run("h5dump", ["--version"]))?.succeeded ?? false
private let python = Command.python ?? "python3"
private let hasPython = (try? run(python, ["-c", "import h5py"]))?.succeeded ?? false

@Suite("Other programs")
struct InteroperabilityTests {
  static func contents() -> HDF5Contents {
    var contents = HDF5Contents(attributes: ["format": "test · 重み", "version": 3, "rate": 0.25])
    contents.add(
      HDF5Array<Float>(shape: [2, 2], values: [1.5, -2, .infinity, 0.125]), at: "/group/weight",
      as: DatasetDescription(longName: "Weights", axes: ["out", "in"]))
    contents.add(
      HDF5Array([UInt64.max, 0]), at: "/random", as: DatasetDescription(longName: "S", axes: ["i"]))
    contents.add(
      HDF5Array<Double>(shape: [0, 3], values: []), at: "/empty",
      as: DatasetDescription(longName: "Nothing", units: "s", axes: ["a", "b"]))
    return contents
  }

  /// How h5dump 1.10 prints a text: bytes beyond ASCII as octal digits of the sign-extended byte.
  private func dumped(_ text: String) -> String {
    text.utf8.map { byte in
      byte < 0x80
        ? String(UnicodeScalar(byte))
        : "\\" + String(UInt32(bitPattern: Int32(Int8(bitPattern: byte))), radix: 8)
    }.joined()
  }

  @Test(
    "h5dump shows the values, the attributes and the checksum filter",
    .enabled(if: hasDump, "needs h5dump, in Debian's package hdf5-tools"))
  func dump() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("test.h5").path
      try Data(Self.contents().image()).write(to: URL(fileURLWithPath: path))
      let (text, succeeded) = try run("h5dump", ["-p", "-B", path])
      #expect(succeeded)
      for part in [
        "H5T_IEEE_F32LE", "( 2, 2 ) / ( 2, 2 )", "(0,0): 1.5, -2,", "(1,0): inf, 0.125",
        "CHECKSUM FLETCHER32", "18446744073709551615, 0",
        "\"\(dumped("test · 重み"))\"", "\"out\", \"in\"",
        "( 0, 3 ) / ( 0, 3 )", "SUPERBLOCK_VERSION 2",
      ] {
        #expect(text.contains(part), "\(part) is not in \(text)")
      }
    }
  }

  @Test(
    "h5py reads numbers, str attributes and shapes; no object has a time",
    .enabled(if: hasPython, "needs Python with h5py; ENGRAM_PYTHON names the interpreter"))
  func pythonReads() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("test.h5").path
      try Data(Self.contents().image()).write(to: URL(fileURLWithPath: path))
      let script = """
        import sys, h5py, numpy
        f = h5py.File(sys.argv[1])
        assert f.attrs["format"] == "test · 重み", f.attrs["format"]
        assert f.attrs["version"] == 3 and f.attrs["rate"] == 0.25
        w = f["group/weight"]
        assert w.dtype == numpy.float32 and w.fletcher32
        assert w[...].tolist() == [[1.5, -2.0], [float("inf"), 0.125]]
        assert w.attrs["units"] == "1" and list(w.attrs["axes"]) == ["out", "in"]
        assert [d.label for d in w.dims] == ["out", "in"]
        assert [d[0].name for d in w.dims] == ["/group/out", "/group/in"]
        assert f["empty"].dims[0][0].shape == (0,) and f["a"].attrs["CLASS"] == b"DIMENSION_SCALE"
        assert f["random"][0] == 2**64 - 1 and f["random"].dtype == numpy.uint64
        assert f["empty"].shape == (0, 3) and f["empty"].attrs["units"] == "s"
        for name in ["/", "group", "group/weight", "random", "empty", "group/in"]:
          info = h5py.h5o.get_info(f[name].id)
          for field in ["atime", "mtime", "ctime", "btime"]:
            assert getattr(info, field, 0) == 0, (name, field)
        print("fine")
        """
      let (text, succeeded) = try run(python, ["-c", script, path])
      #expect(succeeded && text.hasSuffix("fine\n"), "\(text)")
    }
  }

  @Test(
    "scales of one group have names of their own; what libhdf5 adds to a scale is read over",
    .enabled(if: hasPython, "needs Python with h5py; ENGRAM_PYTHON names the interpreter"))
  func scales() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("test.h5").path
      try Data(everyFeature().image()).write(to: URL(fileURLWithPath: path))
      let script = """
        import sys, h5py
        f = h5py.File(sys.argv[1], "r+")
        g = f["axes"]
        def names(x): return [(d.label, d[0].name, d[0].shape[0]) for d in g[x].dims]
        # Datasets in the order of their names: 'seed' is before 'square'.
        assert names("seed") == [("unit", "/axes/unit", 3), ("seed", "/axes/seed_2", 1)], names("seed")
        assert names("square") == [("unit", "/axes/unit_2", 2), ("unit", "/axes/unit_3", 2)]
        assert sorted(g) == ["seed", "seed_2", "square", "unit", "unit_2", "unit_3"]
        g["unit_2"].make_scale("another name")
        g["square"].dims[1].detach_scale(g["unit_3"])
        g["square"].dims[1].attach_scale(g["unit_2"])
        print("fine")
        """
      let (text, succeeded) = try run(python, ["-c", script, path])
      #expect(succeeded && text.hasSuffix("fine\n"), "\(text)")
      let file = try HDF5File(image: Array(Data(contentsOf: URL(fileURLWithPath: path))))
      #expect(try file.read(UInt8.self, at: "/axes/square").values == [1, 2, 3, 4])
      #expect(try file.attributes(at: "/axes/square").count == 3)
      #expect(try file.attributes(at: "/axes/unit_2").keys.sorted() == ["long_name"])
      #expect(failure { _ = try file.attribute("DIMENSION_LIST", at: "/axes/square") } != nil)
    }
  }

  @Test(
    "what h5py writes is read: both byte orders, scalars, contiguous and compact texts",
    .enabled(if: hasPython, "needs Python with h5py; ENGRAM_PYTHON names the interpreter"))
  func pythonWrites() throws {
    let file = try HDF5File(
      image: fromPython(
        """
        f.attrs["str"] = "häuser"
        f.attrs["bytes"] = numpy.bytes_("fixed")
        f.attrs["int"] = 5
        f.attrs["small"] = numpy.uint8(200)
        f.attrs["huge"] = numpy.uint64(2**64 - 1)
        f.attrs["float32"] = numpy.float32(0.5)
        f.attrs["list"] = ["a", "ö"]
        f.attrs["fixed list"] = numpy.array([b"xy", b"z"])
        f.attrs["vector"] = numpy.arange(3)
        f.attrs.create("latin", numpy.bytes_(b"\\xff\\xfe"))
        f["little"] = numpy.arange(6, dtype="<f4").reshape(2, 3)
        f["big"] = numpy.arange(6, dtype=">f4").reshape(2, 3)
        f["scalar"] = numpy.float64(2.5)
        f["checked"] = numpy.arange(3, dtype="i8")
        f.create_dataset("grow", data=numpy.arange(4, dtype="f8"), maxshape=(None,))
        """))
    #expect(try file.string("str") == "häuser")
    #expect(try file.string("bytes") == "fixed")
    #expect(try file.integer("int") == 5)
    #expect(try file.integer("small") == 200)
    #expect(failure { _ = try file.integer("huge") }?.code == .wrongType)
    #expect(try file.real("float32") == 0.5)
    #expect(try file.strings("list") == ["a", "ö"])
    #expect(try file.strings("fixed list") == ["xy", "z"])
    #expect(failure { _ = try file.attribute("vector") }?.code == .wrongType)
    #expect(failure { _ = try file.attribute("latin") }?.code == .invalidText)
    let expected = HDF5Array<Float>(shape: [2, 3], values: [0, 1, 2, 3, 4, 5])
    #expect(try file.read(Float.self, at: "/little") == expected)
    #expect(try file.read(Float.self, at: "/big") == expected)
    #expect(try file.read(Double.self, at: "/scalar", shape: []).values == [2.5])
    #expect(try file.read(Int64.self, at: "/checked").values == [0, 1, 2])
    #expect(try file.read(Double.self, at: "/grow").values == [0, 1, 2, 3])
  }

  @Test(
    "what could reach other files or expand without bound is refused",
    .enabled(if: hasPython, "needs Python with h5py; ENGRAM_PYTHON names the interpreter"))
  func refused() throws {
    let file = try HDF5File(
      image: fromPython(
        """
        f["data"] = numpy.zeros(3)
        f["soft"] = h5py.SoftLink("/data")
        f["external"] = h5py.ExternalLink("other.h5", "/data")
        f.create_dataset("gzip", data=numpy.zeros(1000), compression="gzip")
        f.create_dataset("passwords", (4,), "u1", external=[("/etc/passwd", 0, 4)])
        layout = h5py.VirtualLayout((3,), "f8")
        layout[:] = h5py.VirtualSource("other.h5", "data", shape=(3,))
        f.create_virtual_dataset("virtual", layout)
        f.create_dataset("absurd", (2**40, 2**20), "u1", chunks=(1, 1))
        f.create_dataset("overflow", (2**62, 2**62), "f8", chunks=(1, 1))
        f.create_dataset("chunk", (1,), "f8", maxshape=(None,), chunks=(2**28,))
        f.create_dataset("long", data=numpy.zeros(1 << 20, dtype="u1"))
        f.attrs["many"] = ["x"] * 4000
        f.create_dataset("unwritten", (2**26,), "f8")
        f["null"] = h5py.Empty("f8")
        f["compound"] = numpy.zeros(2, dtype=[("a", "f4"), ("b", "i4")])
        """))
    #expect(failure { _ = try file.read(Double.self, at: "/soft") }?.code == .unsupported)
    #expect(failure { _ = try file.exists("/external") }?.code == .unsupported)
    #expect(failure { _ = try file.read(Double.self, at: "/gzip") }?.code == .unsupported)
    #expect(failure { _ = try file.read(UInt8.self, at: "/passwords") }?.code == .unsupported)
    #expect(failure { _ = try file.read(Double.self, at: "/virtual") }?.code == .unsupported)
    #expect(failure { _ = try file.read(UInt8.self, at: "/absurd") }?.code == .tooLarge)
    #expect(failure { _ = try file.read(Double.self, at: "/overflow") }?.code == .tooLarge)
    #expect(failure { _ = try file.read(Double.self, at: "/chunk") }?.code == .tooLarge)
    // Half of the general limit, and yet more than the whole file: it would be all fill values.
    #expect(failure { _ = try file.read(Double.self, at: "/unwritten") }?.code == .tooLarge)
    #expect(failure { _ = try file.strings("many") }?.code == .tooLarge)
    #expect(failure { _ = try file.read(Double.self, at: "/null") }?.code == .wrongShape)
    let compound = failure { _ = try file.read(Float.self, at: "/compound") }
    #expect(compound?.message == "float32 is needed, found a compound type")
    #expect(try file.read(Double.self, at: "/data").values == [0, 0, 0])
  }

  /// The bytes of a file `f` that the lines of Python fill.
  private func fromPython(_ lines: String) throws -> [UInt8] {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("python.h5").path
      let script = """
        import sys, h5py, numpy
        f = h5py.File(sys.argv[1], "w", libver=("earliest", "v110"))
        \(lines)
        f.close()
        """
      let (text, succeeded) = try run(python, ["-c", script, path])
      try #require(succeeded, "\(text)")
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
  }
}
