import Foundation
import Settings
import TestSupport
import Testing

/// Runs whose target network has convolutions and batch norm.
@Suite("Runs with convolutions")
struct ConvolutionalRunTests {
  private static let network =
    "network=conv 4 stride 2, batchnorm, relu, block 6 stride 2, dropout 0.1 channels, maxpool, dense"

  private static func arguments(_ method: String) -> [String] {
    TinyMethods.run(method, steps: 4).filter { !$0.hasPrefix("target_hidden=") } + [network]
  }

  @Test(
    "every method takes them but progressive networks; a killed run goes on to the same contents",
    arguments: TinyMethods.settings.map(\.name))
  func methods(method: String) throws {
    let arguments = Self.arguments(method)
    let whole = try TestStore()
    guard method != MethodDeclaration.progressive.name else {
      let refused = try whole.run(arguments)
      #expect(refused.status == 64)
      #expect(refused.error.contains("where method is progressive"), "\(refused.error)")
      return
    }
    try whole.succeed(arguments)
    let wanted = try StoreState(whole.url)
    #expect(wanted.damage.isEmpty)
    let killed = try TestStore()
    let ended = try killed.run(arguments, environment: ["ENGRAM_STOP_AT": "kill@stage:5"])
    #expect(ended.wasKilled)
    try killed.succeed(arguments)
    #expect(try StoreState(killed.url).contents == wanted.contents)
    try killed.survives()
  }

  @Test("neither threads nor the width of vectors change a bit")
  func bits() throws {
    let contents = try [
      [:], ["ENGRAM_THREADS": "1"], ["ENGRAM_VECTORS": "narrow"],
    ].map { environment in
      let store = try TestStore()
      let result = try store.run(Self.arguments("hnet"), environment: environment)
      #expect(result.status == 0, "\(result.error)")
      return try StoreState(store.url).contents
    }
    #expect(contents[1] == contents[0] && contents[2] == contents[0])
  }

  @Test("layers that do not fit the images are refused before anything is computed")
  func refused() throws {
    let store = try TestStore()
    for (layers, reason) in [
      ("conv 4, maxpool 30, dense", "no pixels left of maps of 4 × 28 × 28"),
      ("conv 4, maxpool, relu, dense", "'relu' does not follow a convolution"),
    ] {
      let result = try store.run(["run", "split-mnist", "network=\(layers)"])
      #expect(result.status == 64 && result.error.contains(reason), "\(result.error)")
    }
    #expect(try store.run(["run", "split-mnist", "network=conv, dense"]).status == 64)
  }
}
