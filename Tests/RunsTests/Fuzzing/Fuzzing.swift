import Foundation
import TestSupport
import Testing

/// Gives a reader many mutations of a real input.
///
/// The seed is that of the variable `ENGRAM_FUZZ_SEED`, else 1; `ENGRAM_FUZZ_FACTOR` multiplies the
/// number of cases. Both are printed, and so is the file that holds the input at work: after a trap,
/// which ends the process, it holds the one that caused it.
struct Fuzzing {
  let target: String
  let cases: Int
  private let seed: UInt64

  init(_ target: String, cases: Int) {
    let variables = ProcessInfo.processInfo.environment
    self.target = target
    self.cases = cases * (variables["ENGRAM_FUZZ_FACTOR"].flatMap(Int.init) ?? 1)
    seed = variables["ENGRAM_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
  }

  /// Calls `body` with each mutation; that it throws is as good as that it does not.
  ///
  /// Records an issue where a case takes this thread long or all of them take memory. At least one in a hundred
  /// cases must be accepted and one refused, or the mutations say nothing.
  func run(
    _ input: [UInt8], isText: Bool, longest: Duration = .seconds(10),
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (_ bytes: [UInt8], _ mutator: inout Mutator) throws -> Void
  ) throws {
    let folder = try TemporaryFolder()
    let place = folder.url.appendingPathComponent(target)
    FileHandle.standardError.write(
      Data(
        "fuzzing \(target): ENGRAM_FUZZ_SEED=\(seed), \(cases) cases, input in \(place.path)\n".utf8
      ))
    var (accepted, refused) = (0, 0)
    var slowest = Duration.zero
    let file = open(place.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    try #require(file >= 0)
    defer { close(file) }
    let before = Self.memory()
    for index in 0..<cases {
      var mutator = Mutator(seed: seed, target: target, index: index)
      let bytes = mutator.mutate(input, isText: isText)
      pwrite(file, bytes, bytes.count, 0)
      ftruncate(file, off_t(bytes.count))
      let start = Self.threadTime()
      do {
        try body(bytes, &mutator)
        accepted += 1
      } catch { refused += 1 }
      let time = Self.threadTime() - start
      slowest = max(slowest, time)
      #expect(
        time < longest, "\(target), seed \(seed), case \(index): \(time)",
        sourceLocation: sourceLocation)
    }
    let growth = Self.memory() - before
    #expect(
      accepted * 100 >= cases && refused * 100 >= cases,
      "\(accepted) of \(cases) cases accepted, \(refused) refused", sourceLocation: sourceLocation)
    // Other tests run beside this one, and take some.
    #expect(
      growth < 2 << 30, "\(target), seed \(seed): \(growth) bytes more",
      sourceLocation: sourceLocation)
    FileHandle.standardError.write(
      Data("fuzzing \(target): \(accepted) accepted, \(refused) refused, slowest \(slowest)\n".utf8)
    )
  }

  /// The processor time of this thread, on which other programs have no influence.
  private static func threadTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// The largest amount of memory that the process ever had, in bytes.
  private static func memory() -> Int {
    var usage = rusage()
    // RUSAGE_SELF, which Linux and macOS import with different types.
    getrusage(0, &usage)
    #if os(macOS)
      return usage.ru_maxrss
    #else
      return usage.ru_maxrss * 1024
    #endif
  }
}
