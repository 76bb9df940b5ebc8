import Foundation
import Synchronization

/// A graph that is being executed or has been: where each result is, and the results themselves.
public final class Execution: Sendable {
  private struct State: Sendable {
    var manifests: [Int: Manifest] = [:]
    var records: [Int: StepRecord] = [:]
    /// Results in memory, kept as long as a later step may want them.
    var artifacts: [Int: any Artifact] = [:]
  }

  private let graph: Graph
  private let executor: Executor
  /// Keeps what was found and computed from being collected; nil where the store takes nothing.
  private let lease: Lease?
  private let state = Mutex(State())

  init(_ graph: Graph, _ executor: Executor, _ lease: Lease?) {
    (self.graph, self.executor, self.lease) = (graph, executor, lease)
    lease?.expect(steps: graph.steps.count)
  }

  /// The steps that are done, in the order of the graph.
  public var records: [StepRecord] {
    state.withLock { state in state.records.sorted { $0.key < $1.key }.map(\.value) }
  }

  /// The result of a node, read from the store and checked.
  ///
  /// Where the stored bytes are damaged, they are put aside and the stage runs again.
  public func output<A: Artifact>(of node: Node<A>) async throws -> A {
    _ = graph.index(of: node)
    return try await value(of: node, keeping: false)
  }

  /// What `read` takes from the files of a node's result. All files are checked, but only what `read`
  /// asks for is decoded.
  ///
  /// Damaged files are dealt with as by `output(of:)`.
  public func part<A: Artifact, Part>(
    of node: Node<A>, _ read: (ArtifactReader) throws -> Part
  ) async throws -> Part {
    try await mending(graph.index(of: node)) { files in
      try files.check()
      return try read(files)
    }
  }

  /// The manifests of the steps that are done, by key: of use where another process puts a damaged
  /// result aside that this execution had no need to read.
  public var manifests: [Fingerprint: Manifest] {
    state.withLock { state in
      Dictionary(state.manifests.values.map { ($0.key, $0) }) { first, _ in first }
    }
  }

  /// The manifest of a step that is done.
  func manifest(_ index: Int) -> Manifest {
    guard let manifest = state.withLock({ $0.manifests[index] }) else {
      preconditionFailure("'\(graph.steps[index].name)' was not completed")
    }
    return manifest
  }

  /// Finds or computes the result of a step whose inputs are complete.
  func complete(_ index: Int) async throws {
    let step = graph.steps[index]
    let preimage = try step.preimage(
      step.inputs.map { manifest($0).contentDigest }, executor.numericClass)
    if let manifest = try await found(preimage.key) {
      finish(index, manifest, isHit: true)
    } else {
      try executor.store.checkWritable(for: step.name)
      try await compute(index, preimage)
    }
    drop(after: index)
  }

  /// The stored result of `key`, which no collection takes away from now on. Changes nothing of it.
  private func found(_ key: Fingerprint) async throws -> Manifest? {
    try await leased(key) { try executor.store.manifest(of: key) }
  }

  /// What `look` finds of the result of `key` and no collection takes away from now on.
  private func leased(
    _ key: Fingerprint, _ look: () throws -> Manifest?
  ) async throws -> Manifest? {
    guard let lease else { return try look() }
    let pause = try await pauseCollections()
    guard let manifest = try look() else { return nil }
    try lease.keep(key)
    _ = consume pause
    return manifest
  }

  private func pauseCollections() async throws -> FileLock {
    let observer = executor.observer
    return try await executor.store.pauseCollections {
      observer(.waiting(node: Store.collectionLockName))
    }
  }

  private func lock(_ index: Int, _ key: Fingerprint) async throws -> FileLock {
    let (name, observer) = (graph.steps[index].name, executor.observer)
    return try await executor.store.lock(key) { observer(.waiting(node: name)) }
  }

  private func compute(_ index: Int, _ preimage: Preimage) async throws {
    let key = preimage.key
    let lock = try await self.lock(index, key)
    // What is not usable is put aside under the lock only: without it, that might be what another
    // process has computed since.
    if let manifest = try await leased(key, { try executor.store.manifestAfterClearing(key) }) {
      finish(index, manifest, isHit: true)
    } else {
      try await produce(index, preimage)
    }
    _ = consume lock
  }

  /// Runs a stage and publishes its result; to be called with the key's lock.
  private func produce(_ index: Int, _ preimage: Preimage) async throws {
    let step = graph.steps[index]
    let observer = executor.observer
    observer(.started(node: step.name, stage: step.stage, key: preimage.key))
    let startedAt = Date()
    let lease = lease
    lease?.work(on: step.name)
    let work = WorkClock()
    let savepoint = Savepoint(
      preimage.key, of: step, in: executor.store, every: executor.savepoints, observer: observer)
    let context = StageContext(savepoint: savepoint) {
      work.note($0)
      lease?.work(on: step.name, $0)
      observer(.progress(node: step.name, $0))
      StopPoint.work(on: step.name)
    }
    StopPoint.pass("stage")
    let artifact = try await step.run(self, context)
    StopPoint.pass("stage")
    try Task.checkCancellation()
    let seconds = savepoint.seconds
    let pause = try await pauseCollections()
    let manifest = try executor.store.publish(
      artifact, of: step, preimage: preimage,
      inputKeys: step.inputs.map { self.manifest($0).key },
      Store.Circumstances(
        program: executor.program, startedAt: startedAt, seconds: seconds,
        work: work.measurement))
    try lease?.keep(manifest.key)
    _ = consume pause
    savepoint.end()
    state.withLock { $0.artifacts[index] = artifact }
    finish(index, manifest, isHit: false)
  }

  private func finish(_ index: Int, _ manifest: Manifest, isHit: Bool) {
    let record = StepRecord(node: graph.steps[index].name, manifest: manifest, isHit: isHit)
    state.withLock {
      $0.manifests[index] = manifest
      $0.records[index] = record
    }
    executor.observer(.finished(record))
  }

  /// Lets go of results that no step after `index` takes.
  private func drop(after index: Int) {
    let wanted = Set(graph.steps[(index + 1)...].flatMap(\.inputs))
    state.withLock { state in state.artifacts = state.artifacts.filter { wanted.contains($0.key) } }
  }
}

extension Execution: Graph.ArtifactSource {
  func value<A: Artifact>(of node: Node<A>) async throws -> A {
    try await value(of: node, keeping: true)
  }

  /// - Parameter keeping: whether a later step may want the result as well
  private func value<A: Artifact>(of node: Node<A>, keeping: Bool) async throws -> A {
    if let artifact = state.withLock({ $0.artifacts[node.index] }) as? A { return artifact }
    let artifact = try await mending(node.index, graph.steps[node.index].read)
    guard let value = artifact as? A else {
      preconditionFailure("'\(node.name)' is \(type(of: artifact)), not \(A.self)")
    }
    if keeping { state.withLock { $0.artifacts[node.index] = value } }
    return value
  }

  /// How often a result is read that turns out damaged, before that is an error: another process may
  /// put aside a file that two results share while this one reads it, but hardly that often.
  private static let attempts = 5

  /// What `read` makes of a result's files; where they are damaged, the stage runs again first.
  private func mending<Value>(
    _ index: Int, _ read: (ArtifactReader) throws -> Value
  ) async throws -> Value {
    func attempt() throws -> Value {
      try read(ArtifactReader(manifest(index).outputs, in: executor.store))
    }
    for _ in 1..<Self.attempts {
      do {
        return try attempt()
      } catch let error as PipelineError where error.code == .damagedBlob {
        try await mend(index, because: error)
      }
    }
    return try attempt()
  }

  /// Makes sure that a result which was found damaged is whole, by running its stage again unless
  /// another process has done that meanwhile.
  ///
  /// Whatever was computed from it stays valid, since the new content must be the old one.
  private func mend(_ index: Int, because error: PipelineError) async throws {
    let damaged = manifest(index)
    let (store, key) = (executor.store, damaged.key)
    guard store.isWritable else { throw error }
    let lock = try await self.lock(index, key)
    // The error tells what was the case before the lock was there.
    let current = try await leased(key) {
      guard let manifest = try store.manifestAfterClearing(key) else { return nil }
      if try store.isSound(manifest) { return manifest }
      store.quarantine(manifest)
      return nil
    }
    if let current {
      state.withLock { $0.manifests[index] = current }
    } else {
      executor.observer(.recomputing(node: graph.steps[index].name, reason: error.message))
      try await produce(index, damaged.preimage)
    }
    _ = consume lock
    try Store.check(
      manifest(index).contentDigest, equals: damaged.contentDigest, step: graph.steps[index],
      key: key)
  }
}
