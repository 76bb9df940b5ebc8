import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("Verifying a store")
struct VerificationTests {
  private let store: ToyStore
  private let log = RunLog()

  init() throws { store = try ToyStore() }

  private func manifest(_ key: Fingerprint) -> URL {
    store.url.appendingPathComponent("actions/\(key.hex.prefix(2))/\(key.hex).json")
  }

  private func replace(_ url: URL, _ old: String, _ new: String) throws {
    try store.damage(url) {
      let text = String(decoding: withoutCheck($0), as: UTF8.self)
      #expect(text.contains(old))
      $0 = Data(text.replacing(old, with: new).utf8)
    }
  }

  /// What can go wrong, and what verification says.
  enum Damage: String, CaseIterable {
    case flippedBit = "has the SHA-256"
    case truncated = "bytes instead of"
    case missing = "is missing"
    case blobIsLink = "is a link"
    case flippedManifest = "bytes are not those that were written"
    case noJSON = "is no manifest"
    case otherKey = "is the manifest of"
    case otherPreimage = "its preimage has the key"
    case otherStage = "names another stage"
    case otherInputs = "input keys, its preimage"
    case otherContent = "has another content than the key"
    case hostileName = "is no plain name"
    case newer = "has format 9"
    case worldWritable = "can be written by everybody"
    case linkOutside = "is no file of the store"
    case missingFolder = "is missing or no folder"
    case noPin = "is no pin"
  }

  @Test("it finds whatever is wrong, says where, and changes nothing", arguments: Damage.allCases)
  func faults(damage: Damage) async throws {
    let records = try await store.executor().run(Toy(log).graph).records
    #expect(try StoreVerification(of: Store(at: store.url)).findings == [])
    let sum = manifest(records[2].key)
    let blob = try store.blob(of: records[2])
    let files = FileManager.default
    var place = "actions/\(records[2].key.hex.prefix(2))/\(records[2].key.hex).json"
    switch damage {
    case .flippedBit, .truncated, .missing, .blobIsLink:
      place = String(blob.path.dropFirst(store.url.path.count + 1))
      switch damage {
      case .flippedBit: try store.damage(blob) { $0[0] ^= 1 }
      case .truncated: try store.damage(blob) { $0.removeLast() }
      case .missing: try files.removeItem(at: blob)
      default:
        let copy = store.folder.url.appendingPathComponent("copy")
        try files.moveItem(at: blob, to: copy)
        try files.createSymbolicLink(at: blob, withDestinationURL: copy)
      }
    case .flippedManifest:
      // Valid JSON all the same.
      try store.damage(sum) {
        if let name = $0.firstRange(of: Data("seconds".utf8)) { $0[name.lowerBound] ^= 1 }
      }
    case .noJSON: try store.damage(sum) { $0 = withoutCheck($0).dropLast(9) }
    case .otherKey:
      let other = try Data(contentsOf: manifest(records[0].key))
      try store.damage(sum) { $0 = other }
    case .otherPreimage: try replace(sum, "\"value\" : \"n\"", "\"value\" : \"m\"")
    case .otherStage: try replace(sum, "\"stage\" : \"add\"", "\"stage\" : \"sub\"")
    case .otherInputs:
      let one = records[0].key.hex
      try replace(sum, "\"\(one)\",\n", "\"\(one)\",\n\"\(one)\",\n")
    case .otherContent:
      let first = try #require(try Store(at: store.url).manifest(of: records[0].key))
      try replace(
        manifest(records[0].key), "\"contentDigest\" : \"\(first.contentDigest)",
        "\"contentDigest\" : \"\(Fingerprint(of: Data()))")
    case .hostileName: try replace(sum, "\"number.json\"", "\"../number.json\"")
    case .newer: try replace(sum, "\"schema\" : 1", "\"schema\" : 9")
    case .worldWritable:
      place = "runs"
      try files.setAttributes(
        [.posixPermissions: 0o777], ofItemAtPath: store.url.appendingPathComponent(place).path)
    case .linkOutside:
      place = "runs/run-1/x.h5"
      _ = try RunFolder("run-1", in: Store(at: store.url))
      try files.createSymbolicLink(
        atPath: store.url.appendingPathComponent(place).path, withDestinationPath: "../../../x")
    case .missingFolder:
      place = "quarantine"
      try files.removeItem(at: store.url.appendingPathComponent(place))
    case .noPin:
      place = "pins"
      try Data().write(to: store.url.appendingPathComponent("pins/p.json"))
    }
    let before = store.files("")
    let findings = try StoreVerification(of: Store(at: store.url)).findings
    #expect(
      findings.contains {
        $0.severity == .fault && $0.place == place && $0.message.contains(damage.rawValue)
          && !$0.advice.isEmpty
      }, "\(findings)")
    #expect(findings.count == 1, "\(findings)")
    #expect(store.files("") == before)
  }

  @Test("what killed processes leave is counted and no fault")
  func leftovers() async throws {
    _ = try await store.executor().run(Toy(log).graph)
    for name in ["tmp/\(UUID().uuidString)", "quarantine/x", "leases/\(UUID().uuidString)"] {
      try Data().write(to: store.url.appendingPathComponent(name))
    }
    let digest = Fingerprint(of: Data([7]))
    let orphan = store.url.appendingPathComponent(Store.path(ofBlob: digest))
    try FileManager.default.createDirectory(
      at: orphan.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data([7]).write(to: orphan)
    let verification = try StoreVerification(of: Store(at: store.url))
    #expect(verification.findings == [])
    let counts = verification.counts
    #expect(counts.results == 5 && counts.unusedFiles == 1)
    #expect(counts.quarantined == 1 && counts.unfinished == 1 && counts.leases == 0)
  }

  @Test("a result computed once more is compared with the stored one, in memory")
  func recomputing() async throws {
    let toy = Toy(log)
    let records = try await store.executor().run(toy.graph).records
    let before = store.files("")
    _ = log.take()
    let executor = try store.executor()
    for record in records {
      let again = try await executor.recompute(record.node, key: record.key, in: toy.graph)
      #expect(again?.isEqual == true && again?.computed == again?.stored)
    }
    #expect(log.take() == ["constant 2.0", "constant 3.0", "add", "sign", "describe"])
    let other = try await store.executor(numericClass: "other")
      .recompute("sum", key: records[2].key, in: toy.graph)
    #expect(other == nil)
    try replace(
      manifest(records[4].key),
      "\"contentDigest\" : \"\(try #require(try Store(at: store.url).manifest(of: records[4].key)).contentDigest)",
      "\"contentDigest\" : \"\(Fingerprint(of: Data()))")
    let wrong = try await executor.recompute("end", key: records[4].key, in: toy.graph)
    #expect(wrong?.isEqual == false && wrong?.stored == Fingerprint(of: Data()))
    #expect(store.files("").count == before.count)
  }
}
