import Foundation
import Tensors

extension LabelledImages {
  /// The images and labels of records, as `layout` describes them.
  ///
  /// Throws `wrong-length` unless there are `count` whole records, and `label-out-of-range` for a label that
  /// names no class. O(bytes); the pixels are copied once.
  package init(
    records: NamedContents, layout: RecordLayout, count: Int, shape: SampleShape,
    classCount: Int
  ) throws {
    let (size, values) = (layout.byteCount(shape), shape.count)
    guard records.contents.count == count * size else {
      throw DatasetError(
        .wrongLength, "these are not \(count) records", file: records.file,
        expected: "\(count * size) bytes", found: "\(records.contents.count)")
    }
    var labels = [UInt8](repeating: 0, count: count)
    let pixels = [UInt8](unsafeUninitializedCapacity: count * values) { pixels, filled in
      records.contents.withUnsafeBytes { bytes in
        for i in 0..<count {
          labels[i] = bytes[i * size + layout.label]
          let image = bytes[i * size + layout.labelBytes..<(i + 1) * size]
          UnsafeMutableRawBufferPointer(pixels).baseAddress.map {
            UnsafeMutableRawBufferPointer(start: $0 + i * values, count: values)
              .copyMemory(from: UnsafeRawBufferPointer(rebasing: image))
          }
        }
      }
      filled = count * values
    }
    if let i = labels.firstIndex(where: { $0 >= classCount }) {
      throw DatasetError(
        .labelOutOfRange, "the label of record \(i) names no class", file: records.file,
        offset: i * size + layout.label, expected: "0 to \(classCount - 1)", found: "\(labels[i])")
    }
    self.init(
      pixels: pixels, labels: labels, count: count, height: shape.height, width: shape.width,
      channels: shape.channels)
  }
}
