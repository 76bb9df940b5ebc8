import CVectors
import Foundation

/// Who computes the products of matrices.
package enum KernelFamily: String, CaseIterable, Sendable {
  /// This program: the same bits on every processor.
  case portable
  /// OpenBLAS with the processor's own kernels, whose bits are their own.
  case native

  /// The variable that chooses.
  package static let variable = "ENGRAM_KERNELS"

  /// The family in use: what the variable says when this is first asked for, else the portable one.
  package static let current =
    ProcessInfo.processInfo.environment[variable].flatMap(KernelFamily.init) ?? .portable
}

/// The width of vectors that the kernels compute with. It decides no bit.
package enum VectorWidth: String, CaseIterable, Sendable {
  /// Of 256 bits or less.
  case narrow
  /// Of 512 bits.
  case wide

  /// The variable that chooses, for tests and measurements.
  package static let variable = "ENGRAM_VECTORS"

  /// The widest that this processor has, or what the variable says.
  package static let current: VectorWidth = {
    let asked = ProcessInfo.processInfo.environment[variable].flatMap(VectorWidth.init)
    return (asked ?? .wide).isPossible ? asked ?? .wide : .narrow
  }()

  var isWide: Bool { self == .wide }

  /// Whether this processor can.
  package var isPossible: Bool { self == .narrow || cvectors_has_wide_vectors() != 0 }
}
