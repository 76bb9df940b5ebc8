import Foundation
import TestSupport
import Testing

/// A real command in a process whose clock is wrong: every reading of the system's clock is shifted by
/// a library loaded before it.
@Suite("Clocks a year off", .serialized)
struct ClockTests {
  private let store: TestStore
  private let library: URL
  private static let year = 31_536_000

  init() throws {
    store = try TestStore()
    library = try TestStore.library("shifted_clock", in: store.folder)
  }

  private func run(_ arguments: [String], shift: Int) throws -> Command.Result {
    try store.run(
      arguments, environment: ["LD_PRELOAD": library.path, "CLOCK_SHIFT": "\(shift)"])
  }

  @Test("what was computed in another year is found, and its time is that of its clock")
  func found() throws {
    #expect(try run(TestStore.tiny, shift: Self.year).status == 0)
    let stored = try store.sqlite("SELECT substr(started_at, 1, 4) > strftime('%Y') FROM run")
    #expect(stored == ["1"], "the clock was not shifted")
    let before = try StoreState(store.url)
    for shift in [0, -Self.year] {
      let result = try run(TestStore.tiny + ["--json", "-q"], shift: shift)
      let summary = try JSONDecoder().decode(
        [TestStore.Summary].self, from: Data(result.output.utf8))
      #expect(summary.map(\.computedStages) == [0])
    }
    #expect(try before.replaced(in: StoreState(store.url)).isEmpty)
    try store.survives()
    // Nor is anything wrong to a verification of another year.
    #expect(try run(["verify", "-q"], shift: -Self.year).status == 0)
  }

  @Test("a process of next year takes nothing from one that is at work")
  func together() throws {
    let reference = try TestStore(holding: TestStore.tiny)
    // Halted with a folder in `tmp` that seems a year old to the other.
    let halted = try store.startHalted(TestStore.tiny, at: "flush:4")
    let held = store.files("tmp")
    #expect(!held.isEmpty)
    let other = try store.start(
      TestStore.tiny + ["seed=9"],
      environment: ["LD_PRELOAD": library.path, "CLOCK_SHIFT": "\(Self.year)"])
    // Then it has looked through the store, and waits for the dataset.
    try store.waitForEvent(#""event":"wait","node":"dataset""#, of: other, run: "seed9")
    #expect(Set(held).isSubset(of: store.files("tmp")))
    halted.signal(SIGCONT)
    #expect(try halted.wait().status == 0)
    #expect(try other.wait().status == 0)
    let (state, wanted) = (try StoreState(store.url), try StoreState(reference.url))
    try store.survives()
    #expect(wanted.contents.allSatisfy { state.contents[$0.key] == $0.value })
  }
}
