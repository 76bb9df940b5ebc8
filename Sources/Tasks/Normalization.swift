/// How the bytes of a picture become numbers: from 0…1, each channel minus a mean and over a deviation.
package enum Normalization: String, Codable, Hashable, Sendable, CaseIterable {
  /// Numbers from 0 to 1.
  case plain = "none"
  /// Means (0.485, 0.456, 0.406) and deviations (0.229, 0.224, 0.225) of red, green and blue: those of
  /// ImageNet's pictures, which Figure 5 of von Oswald et al. 2020 has for CIFAR, too.
  case imagenet

  /// What each channel is shifted and scaled by; nil where channels stay as they are, however many there are.
  package var channels: [(mean: Float, deviation: Float)]? {
    switch self {
    case .plain: nil
    case .imagenet: [(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)]
    }
  }

  /// The number of each byte in each channel, `[channels × 256]`: `(byte / 255 − mean) / deviation` in single
  /// precision. Traps for another number of channels than it has.
  package func table(channels count: Int) -> [Float] {
    let scales = channels ?? Array(repeating: (mean: 0, deviation: 1), count: count)
    precondition(scales.count == count, "\(count) channels, normalization of \(scales.count)")
    return scales.flatMap { scale in
      (0..<256).map { (Float($0) / 255 - scale.mean) / scale.deviation }
    }
  }
}
