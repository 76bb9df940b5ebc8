import TestSupport
import Testing

/// The kernels that the command computes with are in the keys of its results.
@Suite("Kernels by OPENBLAS_CORETYPE")
struct KernelTests {
  @Test("The user's choice of kernels is kept, also of ones older than the processor")
  func chosen() throws {
    let store = try TestStore()
    let run = try store.run(
      ["run", "split-mnist", "tasks=1", "steps=1", "-q"],
      wrapper: ["env", "OPENBLAS_CORETYPE=Prescott"])
    try #require(run.status == 0, "\(run.error)")
    let classes = try store.sqlite(
      "SELECT DISTINCT numeric_class FROM provenance WHERE numeric_class IS NOT NULL")
    #expect(classes.count == 1 && classes[0].contains(" Prescott "), "\(classes)")
  }
}
