import Foundation
import TestSupport
import Testing

/// The kernels that the command computes with are in the keys of its results.
@Suite("The choice of kernels")
struct KernelTests {
  private static let tiny = ["run", "split-mnist", "tasks=1", "steps=1", "-q"]

  private func classes(_ store: TestStore) throws -> [String] {
    try store.sqlite(
      "SELECT DISTINCT numeric_class FROM provenance WHERE numeric_class IS NOT NULL ORDER BY 1")
  }

  @Test("native kernels are a class of their own, and OPENBLAS_CORETYPE acts on them only")
  func chosen() throws {
    let store = try TestStore()
    let old = ["env", "OPENBLAS_CORETYPE=Prescott"]
    let portable = try store.run(Self.tiny, wrapper: old)
    try #require(portable.status == 0, "\(portable.error)")
    let class_ = try #require(try classes(store).first)
    #expect(class_.hasSuffix(" portable"), "\(class_)")
    // The option counts more than the variable.
    for (arguments, variables) in [
      (["--kernels", "native"], []), ([], ["ENGRAM_KERNELS=native"]),
      (["--kernels", "native"], ["ENGRAM_KERNELS=portable"]),
    ] {
      let native = try store.run(Self.tiny + arguments, wrapper: old + variables)
      try #require(native.status == 0, "\(native.error)")
    }
    let all = try classes(store)
    #expect(all.count == 2 && all[0].contains(" native Prescott "), "\(all)")
    let planned = try store.run(
      ["plan", "split-mnist", "tasks=1", "steps=1", "--kernels", "native", "--json"], wrapper: old)
    #expect(!planned.output.contains("\"run\""), "\(planned.output)")
  }

  @Test("the width of vectors changes no bit and no key, nor do several processes")
  func widths() throws {
    let store = try TestStore()
    let arguments = ["run", "fig4", "tasks=2", "steps=5", "grid=3", "-q", "--json"]
    for (width, computed) in [("narrow", true), ("wide", false)] {
      let run = try store.run(arguments, wrapper: ["env", "ENGRAM_VECTORS=\(width)"])
      try #require(run.status == 0, "\(run.error)")
      let summaries = try JSONDecoder().decode(
        [TestStore.Summary].self, from: Data(run.output.utf8))
      #expect(summaries.allSatisfy { ($0.computedStages > 0) == computed })
    }
  }

  @Test("what there is not is refused")
  func refused() throws {
    let store = try TestStore()
    for (arguments, variable, message) in [
      (["--kernels", "nativ"], "A=1", "invalid value --kernels nativ; did you mean 'native'?"),
      (
        [], "ENGRAM_KERNELS=fast",
        "the variable ENGRAM_KERNELS is 'fast'; it takes portable or native"
      ),
      ([], "ENGRAM_VECTORS=3", "the variable ENGRAM_VECTORS is '3'; it takes narrow or wide"),
    ] {
      let result = try store.run(Self.tiny + arguments, wrapper: ["env", variable])
      #expect(result.status == 64 && result.error == "engram: \(message)\n", "\(result.error)")
    }
  }

  @Test(
    "a processor without vectors of 512 bits gives the same bytes", .enabled(if: emulator != nil))
  func emulated() throws {
    let emulator = try #require(Self.emulator)
    let arguments = [
      "run", "fig4", "tasks=2", "steps=3", "grid=3", "target_hidden=30", "chunk_size=4000", "-q",
    ]
    let (here, there) = (try TestStore(), try TestStore())
    try here.succeed(arguments)
    let run = try there.run(arguments, wrapper: [emulator, "-cpu", "Haswell"])
    try #require(run.status == 0, "\(run.error)")
    #expect(here.files("blobs").count > 10 && here.files("blobs") == there.files("blobs"))
  }

  /// An emulator of x86-64 processors, where it is installed: `make test-all` sees to that.
  private static let emulator = ["/usr/bin/qemu-x86_64", "/usr/local/bin/qemu-x86_64"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test("nothing but the kernels for wide vectors has their instructions", .enabled(if: isX86))
  func instructions() throws {
    // What several modules make of the standard library the linker keeps once: never the wide form.
    let found = try Command.run([
      "sh", "-c",
      """
      objdump -d --no-show-raw-insn "$0" | awk '/^[0-9a-f]+ </ { name = $2 }
      /%zmm|%k[1-7]|%[xy]mm(1[6-9]|2[0-9]|3[01])/ { print name }' | sort -u
      """, TestStore.program,
    ])
    let names = found.output.split(separator: "\n")
    #expect(found.status == 0 && !names.isEmpty, "\(found.error)")
    let others = names.filter { !$0.contains("11WideKernels") }
    #expect(others.isEmpty, "\(others)")
  }

  private static var isX86: Bool {
    #if arch(x86_64)
      true
    #else
      false
    #endif
  }
}
