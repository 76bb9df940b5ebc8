import Tensors

/// Where a pass keeps what it needs in one piece of memory: offsets in numbers, multiples of 16.
struct MapPlaces: Sendable {
  /// The rows of a convolution's coefficients, a number for each output channel in each.
  enum Coefficient: Int, CaseIterable {
    /// What is added to its sums.
    case bias
    /// `x = scale · y + shift`
    case scale, shift
    /// Of the batch, or as it ran; and one over the deviation.
    case mean, inverseDeviation
    /// `dy = slope · g + (valueSlope · y + term)`
    case slope, valueSlope, term
  }

  /// The most groups of samples, whose gradients are summed apart and then added in order. It decides bits, so
  /// it does not depend on the threads.
  static let groups = 8

  /// From a slot to the next: what is kept of a sample, or of a thread's sample where none is kept.
  private(set) var slotSize = 0
  /// In a slot: maps m, the values of step i's convolution, the gradient of maps m without border.
  private(set) var maps: [Int] = []
  private(set) var values: [Int] = []
  private(set) var gradients: [Int] = []
  /// From a thread's scratch to the next: an output's gradient with its border, or a shortcut.
  private(set) var scratchSize = 0
  private(set) var scratch = 0
  /// By step: packed filters for both directions, coefficients, sums of each sample.
  private(set) var filters: [Int] = []
  private(set) var turnedFilters: [Int] = []
  private(set) var coefficients: [Int] = []
  private(set) var sampleSums: [Int] = []
  /// By step, the sums of the first group; those of the next are `groupStride` further on.
  private(set) var filterSums: [Int] = []
  private(set) var groupStride = 0
  /// The numbers in all.
  private(set) var count = 0

  init(_ plan: MapPlan, slots: Int, capacity: Int, threads: Int, backward: Bool) {
    func take(_ size: Int, from total: inout Int) -> Int {
      let place = total
      total += (size + 15) / 16 * 16
      return place
    }
    for layout in plan.maps { maps.append(take(layout.count, from: &slotSize)) }
    values = [Int](repeating: 0, count: plan.steps.count)
    (filters, turnedFilters, coefficients, sampleSums, filterSums) =
      (values, values, values, values, values)
    for (i, _) in plan.convolutions {
      values[i] = take(plan.maps[i + 1].bordered(0).count, from: &slotSize)
    }
    if backward {
      for layout in plan.maps { gradients.append(take(layout.bordered(0).count, from: &slotSize)) }
    }
    _ = take(slots * slotSize, from: &count)
    for (i, step) in plan.convolutions {
      let (input, output) = (plan.maps[step.input], plan.maps[i + 1])
      scratchSize = max(scratchSize, plan.turned[i].output.count)
      let size = step.side * step.side * input.pitch * output.pitch
      filters[i] = take(size, from: &count)
      coefficients[i] = take(Coefficient.allCases.count * output.pitch, from: &count)
      sampleSums[i] = take(2 * capacity * output.pitch, from: &count)
      if backward {
        turnedFilters[i] = take(size, from: &count)
        filterSums[i] = take(size, from: &groupStride)
      }
    }
    scratchSize = (scratchSize + 15) / 16 * 16
    scratch = take(threads * scratchSize, from: &count)
    let sums = take(Self.groups * groupStride, from: &count)
    for i in filterSums.indices { filterSums[i] += sums }
  }
}
