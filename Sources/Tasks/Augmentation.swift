import Tensors

/// How training pictures are varied at random.
package enum Augmentation: String, Codable, Hashable, Sendable, CaseIterable {
  /// They are not.
  case plain = "none"
  /// Mirrored with probability ½, then moved by up to four rows and columns: a random part, as large as the
  /// picture, of the picture with four black pixels around it. As for CIFAR in He et al. 2015, §4.2.
  case flipCrop = "flip_crop"

  /// The black pixels around a picture.
  static let border = 4

  /// What sample number `sample` of a task is seen by: a function of the stream and of this number alone.
  func view(ofSample sample: Int, _ random: RandomStream) -> PictureView {
    guard self == .flipCrop else { return PictureView() }
    let words = random.words(ofBlock: UInt64(sample))
    // A move of −4…4; the error of a 32-bit word's share is below 10⁻⁸.
    func move(_ word: UInt32) -> Int {
      Int((UInt64(word) * UInt64(2 * Self.border + 1)) >> 32) - Self.border
    }
    return PictureView(
      isMirrored: words[0] >> 31 == 1, rows: move(words[1]), columns: move(words[2]))
  }
}
