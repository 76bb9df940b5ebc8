// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "TinyHypernetwork",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "Engram", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "TinyHypernetwork",
      dependencies: [
        .product(name: "Hypernetworks", package: "Engram"),
        .product(name: "Learning", package: "Engram"),
        .product(name: "Checkpoints", package: "Engram"),
        .product(name: "Pipeline", package: "Engram"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
