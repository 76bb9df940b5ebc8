import Kernels

/// Where the numbers of one sample's feature maps lie: pixel by pixel, row by row, the channels of a pixel
/// side by side, and around them a border of zeros.
package struct MapLayout: Hashable, Sendable {
  /// The channels.
  package let channels: Int
  /// The rows without the border.
  package let height: Int
  /// The pixels of a row without the border.
  package let width: Int
  /// The pixels of the border, on every side.
  package let border: Int
  /// From a pixel to the next. Channels are filled up to a multiple of 16, those of a network's input not.
  package let pitch: Int

  /// The layout of so many maps.
  package init(channels: Int, height: Int, width: Int, border: Int = 0, isInput: Bool = false) {
    (self.channels, self.height, self.width, self.border) = (channels, height, width, border)
    pitch = isInput ? channels : (channels + 15) / 16 * 16
  }

  /// From a row to the next.
  package var lineStride: Int { (width + 2 * border) * pitch }
  /// The numbers of a sample, those of the border among them.
  package var count: Int { (height + 2 * border) * lineStride }
  /// Where the pixel (row, column) lies; negative ones are in the border.
  package func place(_ row: Int, _ column: Int) -> Int {
    (row + border) * lineStride + (column + border) * pitch
  }

  /// The pixels without the border.
  var plane: MapPlane { MapPlane(channels: pitch, width: width, height: height) }
  /// The same maps with another border.
  func bordered(_ border: Int) -> MapLayout {
    MapLayout(
      channels: channels, height: height, width: width, border: border, isInput: pitch % 16 != 0)
  }
}
