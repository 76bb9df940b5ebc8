/// The shape of a sample's inputs: channels of rows of columns, as in a picture.
///
/// The inputs of a sample lie channel by channel, row by row (CHW). What is no picture is one row:
/// `SampleShape(count: 10)`.
public struct SampleShape: Hashable, Codable, Sendable, CustomStringConvertible {
  /// The channels, 3 for colours and 1 for grey.
  public let channels: Int
  /// The rows of each channel.
  public let height: Int
  /// The columns of each channel.
  public let width: Int

  /// A picture of so many channels.
  public init(channels: Int = 1, height: Int, width: Int) {
    (self.channels, self.height, self.width) = (channels, height, width)
  }

  /// A plain list of inputs.
  public init(count: Int) { self.init(height: 1, width: count) }

  /// Inputs per sample.
  public var count: Int { channels * height * width }

  /// Such as `3 × 32 × 32`, `28 × 28` or `10`.
  public var description: String {
    let sides = height == 1 ? "\(width)" : "\(height) × \(width)"
    return channels == 1 ? sides : "\(channels) × \(sides)"
  }
}
