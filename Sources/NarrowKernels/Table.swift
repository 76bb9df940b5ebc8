import Kernels

#if WIDE_VECTORS
  /// The kernels with vectors of sixteen numbers: for processors with 512 bits.
  package enum WideKernels {
    /// The kernels for `Float`.
    package static let float = table(of: Float.self)
    /// The kernels for `Double`.
    package static let double = table(of: Double.self)
  }
#else
  /// The kernels with vectors of eight numbers: for all others.
  package enum NarrowKernels {
    /// The kernels for `Float`.
    package static let float = table(of: Float.self)
    /// The kernels for `Double`.
    package static let double = table(of: Double.self)
  }
#endif

@inline(__always)
private func table<S: LaneScalar>(of type: S.Type) -> KernelTable<S> {
  KernelTable(
    lanes: lanes, panelWidth: tileVectors * lanes, tileRows: tileRows,
    pack: { pack($0, $1, $2) }, multiply: { multiply($0, $1, $2, $3, $4) },
    multiplyStrip: { multiplyStrip($0, $1, $2) },
    addRowProducts: { addRowProducts($0, $1, $2, $3) },
    update: { update($0, $1, $2, $3, $4) },
    lookAhead: { lookAhead($0, $1, $2, $3, $4, $5, $6, $7) },
    convolve: { convolve($0) }, addFilterGradient: { addFilterGradient($0) },
    maps: MapPasses(
      moments: { moments($0, $1, $2, $3) }, finish: { finish($0, $1, $2, $3, $4, $5, $6) },
      gradientSums: { gradientSums($0, $1, $2, $3, $4, $5, $6) },
      combine: { combine($0, $1, $2, $3, $4, $5, $6) }))
}
