// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled with warnings as errors; generic numeric code is specialized across
/// targets. On x86-64 the kernels use AVX2 and fused multiply-add (any processor since 2013); set
/// `ENGRAM_BASELINE_CPU=1` to build for older ones.
let strict: [SwiftSetting] = {
  var settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error), .unsafeFlags(["-cross-module-optimization"]),
  ]
  #if arch(x86_64)
    if Context.environment["ENGRAM_BASELINE_CPU"] == nil {
      settings += [.define("FUSED_MULTIPLY_ADD"), .unsafeFlags(["-Xcc", "-march=x86-64-v3"])]
    }
  #endif
  return settings
}()

/// The targets stand in the order of the data's way; a target depends on those above it only.
/// DESIGN.md holds the same table and a test compares the two.
let package = Package(
  name: "Engram",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),

    .target(name: "Tensors", dependencies: ["COpenBLAS"], swiftSettings: strict),
    .target(name: "Networks", dependencies: ["Tensors"], swiftSettings: strict),
    .target(name: "Hypernetworks", dependencies: ["Networks"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
