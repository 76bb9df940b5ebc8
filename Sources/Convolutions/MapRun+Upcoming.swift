import Kernels

/// Between two operations with one sample lie those with all others, so its maps have left the cache. While the
/// products of a sample are computed, the memory has time to bring those of the next.
extension MapRun {
  /// What the sample after this one needs: some ranges of its slot; nil where there are none, or no sample comes,
  /// or maps are not kept but written over each other.
  func upcoming(_ ranges: UnsafeBufferPointer<Range<Int>>, after sample: Int) -> Upcoming<S>? {
    guard keeps, !ranges.isEmpty, samples.contains(sample + 1) else { return nil }
    return Upcoming(memory + (sample + 1) * places.slotSize, ranges: ranges)
  }

  /// What operations read or write of a sample's slot; nothing where they are more than those of one convolution,
  /// which find in the cache what the others have just written.
  func touched(by part: [Operation]) -> [Range<Int>] {
    part.count(where: \.isConvolution) == 1 ? part.flatMap(touched(by:)) : []
  }

  /// The same of one operation, unless the one before has just done so.
  private func touched(by operation: Operation) -> [Range<Int>] {
    switch operation {
    case .convolve(let i), .finishBack(let i): [values(i)]
    case .finish(let i):
      [values(i), maps(i + 1)] + (convolution(i).shortcut.map { [maps($0)] } ?? [])
    case .combineBack(let i): [gradient(i + 1), values(i)]
    case .convolveBack(let i): touched(byConvolutionBack: convolution(i).input)
    default: []
    }
  }

  private func touched(byConvolutionBack input: Int) -> [Range<Int>] {
    input > 0 ? [maps(input), gradient(input)] : [maps(input)]
  }

  private func maps(_ index: Int) -> Range<Int> {
    places.maps[index]..<places.maps[index] + plan.maps[index].count
  }
  private func values(_ i: Int) -> Range<Int> {
    places.values[i]..<places.values[i] + plan.maps[i + 1].bordered(0).count
  }
  private func gradient(_ index: Int) -> Range<Int> {
    places.gradients[index]..<places.gradients[index] + plan.maps[index].bordered(0).count
  }
}
