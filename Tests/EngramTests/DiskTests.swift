import Foundation
import TestSupport
import Testing

/// A store on a real, small file system of its own.
@Suite("A disk that is full", .serialized)
struct DiskTests {
  /// Whether this user may mount: root may, elsewhere the file size limit of `FaultTests` must do.
  static let mayMount: Bool =
    (try? Command.run(["unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).status) == 0

  /// What fits on a disk.
  enum Room: CaseIterable {
    case notEvenAFolder, halfOfTheDataset, allButTheLastResults, allButTheDatabase

    /// What the disk has, where the whole store takes `total` pages and its database some of them.
    func pages(total: Int, database: Int) -> Int {
      switch self {
      case .notEvenAFolder: 5
      case .halfOfTheDataset: total / 3
      // Each of them takes two.
      case .allButTheLastResults: total - database - 4
      case .allButTheDatabase: total - database / 2
      }
    }
  }

  /// How many pages of 4096 bytes a tmpfs takes for these files.
  private static func pages(_ store: TestStore, _ names: [String]) throws -> Int {
    try names.reduce(0) { sum, name in
      let file = store.url.appendingPathComponent(name)
      let values = try file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
      return sum + (values.isRegularFile == true ? ((values.fileSize ?? 0) + 4095) / 4096 : 0)
    }
  }

  @Test(
    "the error names the path, what is stored stays, with room the run completes",
    .enabled(if: mayMount, "mounting a small tmpfs takes root"), arguments: Room.allCases)
  func full(room: Room) throws {
    let code: Int32 = room == .allButTheDatabase ? 74 : 1
    let reference = try TestStore(holding: TestStore.tiny)
    let wanted = try StoreState(reference.url)
    let kilobytes =
      try 4
      * room.pages(
        total: Self.pages(reference, reference.files("")),
        database: Self.pages(reference, ["results.sqlite"]))

    let store = try TestStore()
    // The store lives on the mount; afterwards it is copied out for a look at it.
    let script = """
      mkdir -p "$ENGRAM_STORE" "$0/full" "$0/whole"
      mount -t tmpfs -o size=\(kilobytes)k,mode=755 tmpfs "$ENGRAM_STORE"
      "$@" && exit 90
      status=$?
      cp -a "$ENGRAM_STORE/." "$0/full"
      # Without room for even a folder there is no store yet.
      test ! -e "$0/full/VERSION" || "$ENGRAM" verify >&2 || exit 92
      mount -o remount,size=200m "$ENGRAM_STORE"
      "$@" || exit 91
      "$ENGRAM" verify >&2 || exit 93
      cp -a "$ENGRAM_STORE/." "$0/whole"
      exit $status
      """
    let result = try store.run(
      TestStore.tiny + ["-q"],
      wrapper: ["unshare", "-m", "sh", "-c", script, store.folder.url.path],
      environment: ["ENGRAM": TestStore.program])
    #expect(result.status == code, "\(result.error)")
    let words =
      code == 1
      ? ["No space left on device", "'\(store.url.path)/", "make room on that disk"]
      : ["everything is computed and stored", "no space left", "results.sqlite"]
    for text in words { #expect(result.error.contains(text), "\(result.error)") }
    let full = try StoreState(store.folder.url.appendingPathComponent("full"))
    let whole = try StoreState(store.folder.url.appendingPathComponent("whole"))
    #expect(full.damage.isEmpty && whole.damage.isEmpty)
    #expect(whole.contents == wanted.contents)
    let left = try FileManager.default.contentsOfDirectory(
      atPath: store.folder.url.appendingPathComponent("full").path)
    if left.contains("tmp") {
      #expect(
        try FileManager.default.contentsOfDirectory(
          atPath: store.folder.url.appendingPathComponent("full/tmp").path) == [])
    }
  }
}
