import Foundation
import TestSupport
import Testing

/// A store on a real, small file system of its own.
@Suite("A disk that is full", .serialized)
struct DiskTests {
  /// Whether this user may mount: root may, elsewhere the file size limit of `FaultTests` must do.
  static let mayMount: Bool =
    (try? Command.run(["unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).status) == 0

  @Test(
    "the error names the path, what is stored stays, with room the run completes",
    .enabled(if: mayMount, "mounting a small tmpfs takes root"),
    arguments: [(0.0, Int32(1)), (0.5, 1), (0.99, 1), (0.997, 74)] as [(Double, Int32)])
  func full(share: Double, code: Int32) throws {
    let reference = try TestStore()
    try reference.succeed(TestStore.tiny)
    let wanted = try StoreState(reference.url)
    // Room for not even a folder, for half of the dataset, for all but the last results, for all
    // but the database.
    let used = try Command.run(["du", "-sk", reference.url.path]).output.prefix { $0.isNumber }
    let kilobytes = max(20, Int(share * (Double(used) ?? 0)))

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
