/// What the last bits of floating-point results depend on besides the computation itself.
///
/// A pipeline with numeric stages gives it to its executor, so that their keys differ where their bits may.
public enum NumericClass {
  /// Such as `x86_64 portable`, or `x86_64 native SkylakeX 0.3.21`: architecture and family of kernels; of
  /// the native ones OpenBLAS's own family and version. Builds without fused multiply-add round otherwise
  /// and say so.
  public static var current: String {
    #if arch(x86_64)
      let architecture = "x86_64"
    #elseif arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "other"
    #endif
    #if FUSED_MULTIPLY_ADD || arch(arm64)
      let rounding = ""
    #else
      let rounding = " separate"
    #endif
    let family =
      switch KernelFamily.current {
      case .portable: "portable"
      case .native: "native \(Threads.blasCoreName) \(Threads.blasVersion)"
      }
    return "\(architecture) \(family)\(rounding)"
  }
}
