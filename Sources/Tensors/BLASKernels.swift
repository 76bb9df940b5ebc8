import COpenBLAS
import Foundation

/// The family of kernels that OpenBLAS computes with.
///
/// OpenBLAS knows the processors that were there when it was released, and some releases give all later
/// ones the kernels of 2004: Debian 12's 0.3.21, on an Emerald Rapids, a third of the speed. The variable
/// `OPENBLAS_CORETYPE` says which to take instead, and OpenBLAS reads it when it is loaded; so it is set
/// for a moment, in which OpenBLAS chooses once more, by the functions that it does so with itself. Where it
/// has none (a build for one kind of processor), or where the user has set the variable, all stays as it is.
package enum BLASKernels {
  /// OpenBLAS's variable.
  package static let variable = "OPENBLAS_CORETYPE"

  /// Touched before anything asks for OpenBLAS's kernels: they may change at the first use only.
  static let choose: Void = {
    let asked = getenv(variable).map { String(cString: $0) } ?? ""
    guard asked.isEmpty, let forget = function("gotoblas_dynamic_quit"),
      let choose = function("gotoblas_dynamic_init")
    else { return }
    if getenv(variable) != nil {
      // Empty counts as unset; OpenBLAS has looked for kernels without a name, and taken the oldest.
      unsetenv(variable)
      forget()
      choose()
    }
    guard
      let family = family(
        insteadOf: String(cString: openblas_get_corename()), features: processorFeatures())
    else { return }
    setenv(variable, family, 1)
    forget()
    choose()
    // What this process starts chooses for itself.
    unsetenv(variable)
  }()

  /// The family that suits a processor of these features, in the words of Linux, where OpenBLAS has
  /// `chosen` one that is older than they are. Nil where there is no reason to differ.
  package static func family(insteadOf chosen: String, features: Set<Substring>) -> String? {
    guard withoutVectors.contains(chosen.lowercased()), features.isSuperset(of: ["avx2", "fma"])
    else { return nil }
    return features.isSuperset(of: wideFeatures) ? "SkylakeX" : "Haswell"
  }

  /// Whether a processor of these features can run a family of kernels. An unknown name is OpenBLAS's to
  /// judge.
  package static func isPossible(
    _ family: String, features: Set<Substring> = processorFeatures()
  ) -> Bool {
    guard !features.isEmpty else { return true }
    return switch family.lowercased() {
    case "skylakex", "cooperlake", "sapphirerapids": features.isSuperset(of: wideFeatures)
    case "haswell", "zen": features.isSuperset(of: ["avx2", "fma"])
    case "sandybridge": features.contains("avx")
    // What only some processors of AMD have had.
    case "bulldozer", "piledriver", "steamroller", "excavator": features.contains("fma4")
    case "opteron", "opteron_sse3": features.contains("3dnow")
    case "nehalem": features.contains("sse4_2")
    case "penryn", "dunnington": features.contains("sse4_1")
    case "core2", "atom", "nano", "bobcat": features.contains("ssse3")
    case "prescott", "barcelona": features.contains("pni")
    default: true
    }
  }

  private static let wideFeatures: Set<Substring> = [
    "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl",
  ]

  /// What OpenBLAS gives processors that it does not know, and the families of before AVX.
  private static let withoutVectors: Set = [
    "prescott", "core2", "penryn", "dunnington", "nehalem", "atom", "nano", "opteron",
    "opteron(sse3)", "barcelona", "bobcat",
  ]

  /// The features that Linux tells of an x86 processor; none elsewhere.
  package static func processorFeatures() -> Set<Substring> {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
    else { return [] }
    return Set(line.split(separator: " "))
  }

  /// A function of OpenBLAS's without arguments, if the library has it.
  static func function(_ name: String) -> (@convention(c) () -> Void)? {
    dlsym(dlopen(nil, RTLD_NOW), name).map {
      unsafeBitCast($0, to: (@convention(c) () -> Void).self)
    }
  }
}
