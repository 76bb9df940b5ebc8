// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled with warnings as errors, and without debug information, which takes a tenth
/// of the time. On x86-64 the kernels use AVX2 and fused multiply-add (any processor since 2013); set
/// `ENGRAM_BASELINE_CPU=1` to build for older ones.
let strict: [SwiftSetting] = {
  var settings: [SwiftSetting] = [.treatAllWarnings(as: .error), .unsafeFlags(["-gnone"])]
  #if arch(x86_64)
    // An empty variable counts as unset.
    if Context.environment["ENGRAM_BASELINE_CPU"]?.isEmpty ?? true {
      settings += [.define("FUSED_MULTIPLY_ADD"), .unsafeFlags(["-Xcc", "-march=x86-64-v3"])]
    }
  #endif
  return settings
}()

/// Numeric code is generic over the precision, and is specialized in the targets that use it.
let numeric = strict + [.unsafeFlags(["-cross-module-optimization"])]

/// The kernels once more, for processors with vectors of 512 bits; which kernels run, the command decides
/// when it starts. The last of several flags counts.
let wide: [SwiftSetting] = {
  #if arch(x86_64)
    numeric + [
      .define("WIDE_VECTORS"), .define("FUSED_MULTIPLY_ADD"),
      .unsafeFlags(["-Xcc", "-march=x86-64-v4", "-Xcc", "-mprefer-vector-width=512"]),
    ]
  #else
    numeric + [.define("WIDE_VECTORS")]
  #endif
}()

/// What only puts parts together has no inner loop: without optimization it is compiled in a third of the
/// time, and the command is as fast.
let quick = strict + [.unsafeFlags(["-Onone"])]

/// The commands have Swift's runtime and Foundation linked in: they start in less time, and run where no
/// Swift is installed. Foundation's own parts are named since the sources are compiled for tests, too,
/// which link it dynamically.
let staticRuntime: [LinkerSetting] =
  [.unsafeFlags(["-static-stdlib"], .when(platforms: [.linux]))]
  + [
    "_CFURLSessionInterface", "curl", "CoreFoundation", "_FoundationCShims",
    "_FoundationCollections", "_FoundationICU",
  ].map { .linkedLibrary($0, .when(platforms: [.linux])) }

/// The tests of one target; they use the public and package interface only.
func test(_ target: String) -> Target {
  .testTarget(
    name: target + "Tests", dependencies: [.byName(name: target), "TestSupport"],
    swiftSettings: strict)
}

/// The targets stand in the order of the data's way; a target depends on those above it only.
/// docs/architecture.md holds the same table, and `make lint` compares the two.
let package = Package(
  name: "Engram",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "engram", targets: ["engram"]),
    .executable(name: "engram-bench", targets: ["engram-bench"]),
    // What another package imports: see docs/library.md.
    .library(name: "Hypernetworks", targets: ["Tensors", "Networks", "Hypernetworks"]),
    .library(name: "Learning", targets: ["Statistics", "Tasks", "Learning", "Evaluation"]),
    .library(name: "Checkpoints", targets: ["Checkpoints"]),
    .library(name: "Pipeline", targets: ["Pipeline"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CVectors"),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    .target(name: "Mistakes", swiftSettings: strict),
    .target(name: "Statistics", swiftSettings: strict),
    .target(name: "Tables", dependencies: ["Mistakes"], swiftSettings: strict),
    .target(name: "Kernels", swiftSettings: numeric),
    .target(
      name: "NarrowKernels", dependencies: ["CVectors", "Kernels"], swiftSettings: numeric),
    .target(name: "WideKernels", dependencies: ["CVectors", "Kernels"], swiftSettings: wide),
    .target(
      name: "Tensors",
      dependencies: ["COpenBLAS", "CVectors", "Kernels", "NarrowKernels", "WideKernels"],
      swiftSettings: numeric),
    .target(name: "Convolutions", dependencies: ["Tensors"], swiftSettings: numeric),
    .target(name: "Networks", dependencies: ["Convolutions"], swiftSettings: numeric),
    .target(name: "Hypernetworks", dependencies: ["Networks"], swiftSettings: numeric),
    .target(name: "Archives", dependencies: ["CArchive"], swiftSettings: strict),
    .target(name: "Digests", dependencies: ["CCrypto"], swiftSettings: strict),
    .target(
      name: "Datasets", dependencies: ["Archives", "Mistakes", "Tensors", "Digests"],
      swiftSettings: strict),
    .target(name: "Tasks", dependencies: ["Statistics", "Datasets"], swiftSettings: strict),
    .target(name: "Learning", dependencies: ["Hypernetworks", "Tasks"], swiftSettings: strict),
    .target(name: "HDF5", dependencies: ["CHDF5", "Mistakes"], swiftSettings: strict),
    .target(name: "Checkpoints", dependencies: ["Learning", "HDF5"], swiftSettings: strict),
    .target(name: "Evaluation", dependencies: ["Learning"], swiftSettings: strict),
    .target(name: "Pipeline", dependencies: ["Mistakes", "Digests"], swiftSettings: strict),
    .target(
      name: "Bundles", dependencies: ["Archives", "Mistakes", "Pipeline"], swiftSettings: strict),
    .target(
      name: "Results",
      dependencies: [
        "Statistics", "Tables", "Pipeline", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: [.embedInCode("Data/published.json"), .embedInCode("Schema")], swiftSettings: quick
    ),
    .target(
      name: "Export", dependencies: ["Results"], resources: [.embedInCode("Notebooks")],
      swiftSettings: quick),
    .target(
      name: "Settings",
      dependencies: [
        "Checkpoints", "Pipeline", "Tables", .product(name: "Yams", package: "Yams"),
      ],
      resources: [.embedInCode("Data/strengths.json")], swiftSettings: quick),
    .target(
      name: "Experiments", dependencies: ["Evaluation", "Settings"], swiftSettings: quick),
    .target(
      name: "Runs", dependencies: ["Bundles", "Experiments", "Results"], swiftSettings: quick),
    .target(
      name: "Engines",
      dependencies: ["Settings", .product(name: "Yams", package: "Yams")], swiftSettings: quick),
    .target(
      name: "CommandLineTools",
      dependencies: [
        "Results", "Settings",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: quick),
    .executableTarget(
      name: "engram", dependencies: ["Bundles", "Runs", "Export", "Engines", "CommandLineTools"],
      swiftSettings: quick, linkerSettings: staticRuntime),
    .executableTarget(
      name: "engram-bench", dependencies: ["Runs", "CommandLineTools"], swiftSettings: strict,
      linkerSettings: staticRuntime),

    .target(
      name: "TestSupport", dependencies: ["Networks"], path: "Tests/Support/TestSupport",
      swiftSettings: strict),
    .testTarget(name: "MistakesTests", dependencies: ["Mistakes"], swiftSettings: strict),
    .testTarget(
      name: "KernelsTests", dependencies: ["Tensors", "TestSupport"], swiftSettings: strict),
    test("Tensors"),
    test("Convolutions"),
    test("Networks"),
    test("Hypernetworks"),
    test("Statistics"),
    test("Tables"),
    test("Digests"),
    test("Datasets"),
    test("Tasks"),
    .testTarget(
      name: "LearningTests", dependencies: ["Evaluation", "TestSupport"], swiftSettings: strict),
    test("HDF5"),
    test("Checkpoints"),
    test("Evaluation"),
    test("Pipeline"),
    .testTarget(
      name: "ResultsTests", dependencies: ["Results", "Settings", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ExportTests", dependencies: ["Export", "Settings", "TestSupport"],
      swiftSettings: strict),
    test("Settings"),
    test("Experiments"),
    test("Runs"),
    // Spawns the commands, which SwiftPM builds with the tests, and links nothing of them.
    .testTarget(
      name: "EngramTests", dependencies: ["Runs", "TestSupport"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
