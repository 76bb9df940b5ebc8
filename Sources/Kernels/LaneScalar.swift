/// A scalar that kernels compute with, many at a time: `Float` or `Double`.
package protocol LaneScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable
where SIMD2Storage: Sendable {}

extension Float: LaneScalar {}
extension Double: LaneScalar {}
