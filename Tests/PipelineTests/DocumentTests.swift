import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("Documents of a store")
struct DocumentTests {
  private let store: ToyStore

  init() throws { store = try ToyStore() }

  @Test(
    "a document that is a link or a folder is an error; one that cannot be replaced leaves nothing")
  func documents() throws {
    let opened = try Store(at: store.url)
    let document = try StoreDocument("one", in: "sweeps", of: opened)
    #expect(try document.read(as: [Int].self) == nil)
    try document.replace(with: [1])
    #expect(try document.read(as: [Int].self) == [1])
    let place = store.url.appendingPathComponent("sweeps/one.json")
    let elsewhere = store.folder.url.appendingPathComponent("elsewhere")
    try FileManager.default.moveItem(at: place, to: elsewhere)
    try FileManager.default.createSymbolicLink(at: place, withDestinationURL: elsewhere)
    let linked = #expect(throws: PipelineError.self) { try document.read(as: [Int].self) }
    #expect(linked?.code == .undecodable)
    try FileManager.default.removeItem(at: place)
    let run = try RunFolder("run-1", in: opened)
    for folder in [place, run.url.appendingPathComponent("run.json")] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("x"), withIntermediateDirectories: true)
    }
    #expect(throws: PipelineError.self) { try document.replace(with: [2]) }
    #expect(throws: PipelineError.self) { try run.describe([2]) }
    for folder in ["sweeps", "runs/run-1"] {
      let path = store.url.appendingPathComponent(folder).path
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 1)
    }
  }
}
