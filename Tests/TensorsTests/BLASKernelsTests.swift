import Foundation
import Tensors
import Testing

@Suite("Kernel families of OpenBLAS")
struct BLASKernelsTests {
  private static let haswell: Set<Substring> = ["sse3", "avx", "avx2", "fma"]
  private static let skylake: Set<Substring> = haswell.union([
    "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl",
  ])

  @Test("A processor that OpenBLAS does not know gets the kernels of its vectors")
  func unknown() {
    for chosen in ["Prescott", "Barcelona", "Nehalem", "Opteron(SSE3)"] {
      #expect(BLASKernels.family(insteadOf: chosen, features: Self.haswell) == "Haswell")
      #expect(BLASKernels.family(insteadOf: chosen, features: Self.skylake) == "SkylakeX")
      #expect(
        BLASKernels.family(insteadOf: chosen, features: Self.haswell.union(["avx512f"]))
          == "Haswell")
      #expect(BLASKernels.family(insteadOf: chosen, features: ["sse3", "avx"]) == nil)
      #expect(BLASKernels.family(insteadOf: chosen, features: ["avx2"]) == nil)
    }
  }

  @Test(
    "What OpenBLAS knows stays as it has chosen",
    arguments: ["Haswell", "Zen", "SkylakeX", "neoversen1"])
  func known(chosen: String) {
    #expect(BLASKernels.family(insteadOf: chosen, features: Self.skylake) == nil)
  }

  @Test(
    "This process computes with the kernels of its processor's vectors",
    .enabled(
      if: (ProcessInfo.processInfo.environment[BLASKernels.variable] ?? "").isEmpty,
      "the user chooses"))
  func here() {
    let (family, features) = (Threads.blasCoreName, BLASKernels.processorFeatures())
    #expect(BLASKernels.family(insteadOf: family, features: features) == nil, "\(family)")
    #expect(BLASKernels.isPossible(family, features: features), "\(family)")
    #expect(getenv(BLASKernels.variable) == nil, "processes started by this one choose anew")
    #if os(Linux) && arch(x86_64)
      #expect(BLASKernels.processorFeatures().contains("sse2"))
    #endif
  }

  @Test("Kernels that a processor has no instructions for are told")
  func impossible() {
    for family in ["SkylakeX", "SKYLAKEX", "Cooperlake", "SapphireRapids"] {
      #expect(!BLASKernels.isPossible(family, features: Self.haswell))
    }
    #expect(BLASKernels.isPossible("Haswell", features: Self.haswell))
    for family in [
      "Bulldozer", "piledriver", "Steamroller", "Excavator", "Opteron", "Opteron_SSE3",
    ] {
      #expect(!BLASKernels.isPossible(family, features: Self.haswell), "\(family)")
      #expect(BLASKernels.isPossible(family, features: ["avx", "fma4", "3dnow"]), "\(family)")
    }
    for family in ["Zen", "Sandybridge", "Nehalem", "Penryn", "Core2", "Prescott"] {
      #expect(!BLASKernels.isPossible(family, features: ["sse2"]), "\(family)")
    }
    #expect(BLASKernels.isPossible("Prescott", features: ["sse2", "pni"]))
    #expect(BLASKernels.isPossible("Unheard", features: ["sse2"]))
  }
}
