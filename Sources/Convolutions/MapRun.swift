import Kernels
import Tensors

/// One call of a pass: its memory as pointers, valid during the call only.
struct MapRun<S: Real> {
  let plan: MapPlan
  let places: MapPlaces
  let keeps: Bool
  let isTraining: Bool
  /// The samples that are worked on.
  let samples: Range<Int>
  let memory: UnsafeMutablePointer<S>
  let weights: UnsafePointer<S>
  let masks: [[S]]
  let profile: StepProfile?
  /// The statistics of batch norm, on the way forward.
  var statistics: UnsafeMutablePointer<S>?
  /// The samples, and where their last maps go, on the way forward.
  var inputs: UnsafePointer<S>?
  var outputs: UnsafeMutablePointer<S>?
  /// The gradient of the last maps, on the way back.
  var outputGradient: UnsafePointer<S>?

  /// Where a sample is: its number, its slot in memory, and the thread that works on it.
  struct Place {
    let sample: Int
    let slot: Int
    let thread: Int
    /// What the next sample needs for the same operations.
    let upcoming: Upcoming<S>?
  }

  /// Something that is done with one sample. The number is that of a step.
  enum Operation {
    /// Takes the sample into maps 0, and the last maps to the outputs.
    case load, store
    case convolve(Int)
    /// The moments of a convolution's values, for batch norm.
    case measure(Int)
    /// What follows a convolution.
    case finish(Int)
    case pool(Int)
    case drop(Int)
    /// The gradient of the outputs into that of the last maps.
    case loadGradient
    case finishBack(Int)
    /// The gradient of a convolution's values, into the thread's scratch, for `convolveBack`.
    case combineBack(Int)
    case convolveBack(Int)
    case poolBack(Int)
    case dropBack(Int)

    /// Whether it is a convolution, or a pass over maps between two of them.
    var isConvolution: Bool {
      switch self {
      case .convolve, .convolveBack: true
      default: false
      }
    }
  }

  /// Does the operations of each part with all samples, and calls `settle` with the part's number after it. The
  /// samples of a group are done in order, by one thread.
  func run(_ parts: [[Operation]], settle: (Int) -> Void) {
    for (number, part) in parts.enumerated() {
      // What is not kept is not summed either: each sample for itself.
      let groups = keeps ? groups : samples.count
      touched(by: part).withUnsafeBufferPointer { touched in
        parallelWork(groups) { group, thread in
          for sample in self.samples(ofGroup: group, of: groups) {
            let place = Place(
              sample: sample, slot: keeps ? sample : thread, thread: thread,
              upcoming: upcoming(touched, after: sample))
            for operation in part { perform(operation, at: place, group: group) }
          }
        }
      }
      settle(number)
    }
  }

  /// The groups of samples whose gradients are summed apart.
  var groups: Int { min(MapPlaces.groups, samples.count) }

  func samples(ofGroup group: Int, of groups: Int) -> Range<Int> {
    let (first, count) = (samples.lowerBound, samples.count)
    return first + count * group / groups..<first + count * (group + 1) / groups
  }

  private func perform(_ operation: Operation, at place: Place, group: Int) {
    if profile == nil || operation.isConvolution {
      compute(operation, at: place, group: group)
    } else {
      profile.measure(.passes, threads: Threads.count) {
        compute(operation, at: place, group: group)
      }
    }
  }

  private func compute(_ operation: Operation, at place: Place, group: Int) {
    switch operation {
    case .load: load(place)
    case .store: store(place)
    case .convolve(let i): convolve(i, place)
    case .measure(let i): measure(i, place)
    case .finish(let i): finish(i, place)
    case .pool(let i): pool(i, place)
    case .drop(let i): drop(i, place)
    case .loadGradient: loadGradient(place)
    case .finishBack(let i): finishBack(i, place)
    case .combineBack(let i): combineBack(i, place)
    case .convolveBack(let i): convolveBack(i, place, group: group)
    case .poolBack(let i): poolBack(i, place)
    case .dropBack(let i): dropBack(i, place)
    }
  }

  // MARK: Places

  /// Maps `index` of a sample, from the border on.
  func maps(_ index: Int, _ place: Place) -> UnsafeMutablePointer<S> {
    memory + place.slot * places.slotSize + places.maps[index]
  }
  /// The pixels of maps `index`.
  func pixels(_ index: Int, _ place: Place) -> MapTarget<S> {
    let layout = plan.maps[index]
    return MapTarget(maps(index, place) + layout.place(0, 0), lineStride: layout.lineStride)
  }
  /// The values of the convolution of step `i`.
  func values(_ i: Int, _ place: Place) -> MapTarget<S> {
    MapTarget(
      memory + place.slot * places.slotSize + places.values[i],
      lineStride: plan.maps[i + 1].plane.lineCount)
  }
  /// The gradient of maps `index`, which has no border.
  func gradients(_ index: Int, _ place: Place) -> MapTarget<S> {
    MapTarget(
      memory + place.slot * places.slotSize + places.gradients[index],
      lineStride: plan.maps[index].plane.lineCount)
  }
  /// A thread's own memory.
  func scratch(_ place: Place) -> UnsafeMutablePointer<S> {
    memory + places.scratch + place.thread * places.scratchSize
  }
  /// A coefficient of step `i`'s channels.
  func coefficient(_ name: MapPlaces.Coefficient, _ i: Int) -> UnsafeMutablePointer<S> {
    memory + places.coefficients[i] + name.rawValue * plan.maps[i + 1].pitch
  }
  /// What a sample adds to the two sums over the batch of step `i`.
  func sampleSums(_ i: Int, _ sample: Int) -> (UnsafeMutablePointer<S>, UnsafeMutablePointer<S>) {
    let pitch = plan.maps[i + 1].pitch
    let start = memory + places.sampleSums[i] + 2 * sample * pitch
    return (start, start + pitch)
  }
  func convolution(_ i: Int) -> ConvolutionStep {
    guard case .convolution(let step) = plan.steps[i] else {
      preconditionFailure("step \(i) is no convolution")
    }
    return step
  }
}
