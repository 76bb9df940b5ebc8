import Foundation
import Learning
import Synchronization
import Tasks
import Testing

/// A savepoint in memory.
final class MemorySavepoint: SavepointPlace {
  private struct State {
    var bytes: Data?
    var resumed: [Int] = []
    var rejected: [String] = []
    var saved: [Int] = []
  }
  private let state: Mutex<State>
  private let interval: Int

  init(_ bytes: Data? = nil, every interval: Int = .max) {
    state = Mutex(State(bytes: bytes))
    self.interval = interval
  }

  var bytes: Data? { state.withLock { $0.bytes } }
  var resumed: [Int] { state.withLock { $0.resumed } }
  var rejected: [String] { state.withLock { $0.rejected } }
  var saved: [Int] { state.withLock { $0.saved } }

  func load() -> Data? { bytes }
  func resume(after step: Int) { state.withLock { $0.resumed.append(step) } }
  func reject(_ reason: String) { state.withLock { $0.rejected.append(reason) } }
  func isDue(after step: Int) -> Bool { step % interval == 0 }
  func save(_ bytes: Data, after step: Int) {
    state.withLock { state in
      state.bytes = bytes
      state.saved.append(step)
    }
  }
}

@Suite("Training that goes on after a savepoint")
struct ResumedTrainingTests {
  private struct Stopped: Error {}

  private func first() throws -> HypernetworkState {
    try HypernetworkTrainer(Stripes.settings(beta: 0, steps: 20)).train(
      Stripes.start(seed: 1, dropout: 0.2), on: Stripes.samples(task: 0)
    ) { _ in }
  }

  private func settings(_ schedule: LearningRateSchedule = .constant) -> TrainingSettings {
    var settings = Stripes.settings(beta: 1, steps: 30)
    settings.optimizer.schedule = schedule
    settings.logInterval = 7
    return settings
  }

  private func train(
    _ settings: TrainingSettings, _ savepoint: MemorySavepoint?, stoppingAfter last: Int = .max
  ) throws -> HypernetworkState {
    try HypernetworkTrainer(settings).train(
      first(), on: Stripes.samples(task: 1), with: TrainingAids(savepoint: savepoint)
    ) { if $0 == last { throw Stopped() } }
  }

  @Test(
    "gives the state and the log of an undisturbed training, wherever it stopped",
    arguments: [
      LearningRateSchedule.constant, .cosine(minimum: 0.1),
      .plateau(factor: 0.5, patience: 0, window: 3), .epochs([.init(epoch: 2, factor: 0.1)]),
    ])
  func everywhere(schedule: LearningRateSchedule) throws {
    let settings = settings(schedule)
    let whole = try train(settings, nil)
    for last in [1, 2, 13, 29, 30] {
      let stopped = MemorySavepoint()
      #expect(throws: Stopped.self) { try train(settings, stopped, stoppingAfter: last) }
      #expect(stopped.saved == [last])
      let place = MemorySavepoint(stopped.bytes)
      #expect(try train(settings, place) == whole, "after \(last)")
      #expect(place.resumed == [last] && place.rejected.isEmpty)
    }
  }

  @Test("what is saved on the way changes nothing, and the last step is not saved")
  func onTheWay() throws {
    let whole = try train(settings(), nil)
    let place = MemorySavepoint(every: 10)
    #expect(try train(settings(), place) == whole)
    #expect(place.saved == [10, 20] && place.resumed.isEmpty)
    let other = MemorySavepoint(place.bytes)
    #expect(try train(settings(), other) == whole && other.resumed == [20])
  }

  @Test(
    "stopped while importances are measured, only these are measured again",
    arguments: [RegularizerSettings.Method.ewc, .mas, .output])
  func importances(method: RegularizerSettings.Method) throws {
    var settings = settings()
    settings.regularizer.method = method
    settings.regularizer.fisherWeighted = method == .output
    settings.regularizer.importanceSamples = 20
    func train(
      _ savepoint: MemorySavepoint?, stoppingAt last: Int = .max
    ) throws -> HypernetworkState {
      var reports = 0
      return try HypernetworkTrainer(settings).train(
        Stripes.start(seed: 1, dropout: 0.2), on: Stripes.samples(task: 0),
        with: TrainingAids(savepoint: savepoint)
      ) { _ in
        reports += 1
        if reports == last { throw Stopped() }
      }
    }
    let whole = try train(nil)
    let stopped = MemorySavepoint()
    #expect(throws: Stopped.self) { try train(stopped, stoppingAt: 37) }
    #expect(stopped.saved == [30])
    let place = MemorySavepoint(stopped.bytes)
    #expect(try train(place) == whole)
    #expect(place.resumed == [30] && place.rejected.isEmpty)
  }

  @Test("the savepoint of another training is refused, and training begins")
  func foreign() throws {
    let place = MemorySavepoint(every: 10)
    var sgd = settings()
    sgd.optimizer = .sgd(learningRate: 0.01)
    _ = try train(sgd, place)
    let other = MemorySavepoint(place.bytes)
    #expect(try train(settings(), other) == train(settings(), nil))
    #expect(other.resumed.isEmpty)
    #expect(
      other.rejected == [
        "'hypernetwork/optimizer/first_moment' has 0 numbers instead of "
          + "\(try first().parameters.count)"
      ])
  }
}
