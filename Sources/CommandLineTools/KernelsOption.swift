import ArgumentParser
import Foundation
import Mistakes
import Tensors

/// Who computes the products of matrices.
package struct KernelsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The kernels of matrix products: 'portable' gives equal bits on every processor; 'native' is "
        + "OpenBLAS, whose bits depend on the processor (default: ENGRAM_KERNELS, else portable).",
      valueName: "portable|native"))
  /// The choice; nil for that of the variable.
  package var kernels: KernelFamily?

  /// No choice: that of the variable.
  package init() {}

  /// Makes the choice that of this process and of those that it starts, before anything computes.
  package func validate() throws {
    if let kernels { setenv(KernelFamily.variable, kernels.rawValue, 1) }
    if KernelFamily.current == .native { try Self.checkNative() }
  }

  /// Throws where OpenBLAS was told to use kernels that the processor cannot run. To be called before
  /// anything asks it for a product.
  package static func checkNative() throws {
    let family = ProcessInfo.processInfo.environment[BLASKernels.variable] ?? ""
    guard !BLASKernels.isPossible(family) else { return }
    throw ValidationError(
      "the variable \(BLASKernels.variable) is '\(Wording.quotable(family))', and this processor cannot "
        + "run those kernels; leave it out")
  }
}

extension KernelFamily: ExpressibleByArgument {}
