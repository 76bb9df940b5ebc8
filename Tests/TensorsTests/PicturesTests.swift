import Tensors
import TestSupport
import Testing

@Suite("Pictures by tables", .serialized)
struct PicturesTests {
  private let shape = SampleShape(channels: 2, height: 3, width: 4)
  private let pixels = (0..<5 * 24).map { UInt8($0 * 2 + 3) }
  /// Another number for each byte of each channel.
  private let table = (0..<512).map { Float($0) / 7 - 20 }
  private let pictures: [Int32] = [4, 0, 3, 1]

  /// The number at a place of a picture that is seen so, by definition.
  private func expected(
    _ picture: Int, _ channel: Int, _ row: Int, _ column: Int, _ view: PictureView
  ) -> Float {
    let (y, x) = (row + view.rows, column + view.columns)
    guard (0..<3).contains(y), (0..<4).contains(x) else { return table[256 * channel] }
    let mirrored = view.isMirrored ? 3 - x : x
    let byte = pixels[picture * 24 + channel * 12 + y * 4 + mirrored]
    return table[256 * channel + Int(byte)]
  }

  private func all(_ chosen: [Int], _ views: [PictureView]) -> [Float] {
    chosen.enumerated().flatMap { i, sample in
      (0..<2).flatMap { channel in
        (0..<3).flatMap { row in
          (0..<4).map { column in
            expected(
              Int(pictures[sample]), channel, row, column, views.isEmpty ? PictureView() : views[i])
          }
        }
      }
    }
  }

  @Test("each number is the table's for the byte that the view shows there, black outside")
  func views() {
    let views = [false, true].flatMap { isMirrored in
      (-5...5).flatMap { rows in
        (-5...5).map { PictureView(isMirrored: isMirrored, rows: rows, columns: $0) }
      }
    }
    let chosen = views.indices.map { $0 % 4 }
    var values = [Float](repeating: 99, count: views.count * 24 + 1)
    lookUpPictures(
      pixels, shape: shape, pictures: pictures, chosen: chosen, table: table, views: views,
      into: &values)
    #expect(values == all(chosen, views) + [99])
    var doubles = [Double](repeating: 99, count: 48)
    lookUpPictures(
      pixels, shape: shape, pictures: pictures, chosen: [2, 1], table: table, views: [],
      into: &doubles)
    #expect(doubles == all([2, 1], []).map(Double.init))
  }

  @Test("the number of threads changes no bit")
  func threads() {
    let before = Threads.count
    defer { Threads.use(before) }
    let views = (0..<64).map {
      PictureView(isMirrored: $0 % 2 == 0, rows: $0 % 3 - 1, columns: $0 % 5 - 2)
    }
    let results = [1, 2, 3].map { count in
      Threads.use(count)
      var values = [Float](repeating: 0, count: 64 * 24)
      lookUpPictures(
        pixels, shape: shape, pictures: pictures, chosen: views.indices.map { $0 % 4 },
        table: table,
        views: views, into: &values)
      return values
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}
