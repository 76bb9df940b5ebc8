/// What the last bits of floating-point results depend on besides the computation itself.
package enum NumericClass {
  /// Such as `x86_64 SkylakeX fma`: architecture, kernel family of OpenBLAS, rounding of a·b + c.
  package static var current: String {
    #if arch(x86_64)
      let architecture = "x86_64"
    #elseif arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "other"
    #endif
    #if FUSED_MULTIPLY_ADD || arch(arm64)
      let rounding = "fma"
    #else
      let rounding = "separate"
    #endif
    return "\(architecture) \(Threads.blasCoreName) \(rounding)"
  }
}
