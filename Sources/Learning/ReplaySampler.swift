import Hypernetworks
import Networks
import Tensors

/// Draws images of past tasks from a replay model: `σ(decoder(z))` with z of N(0, 1).
///
/// A generated decoder gives, at each draw, `⌈batch / t⌉` images of each of its `t` tasks, with the weights
/// and the condition of that task; its weights are generated once, in the beginning. A plain decoder gives
/// `batch` images, and does not tell of which tasks.
///
/// Products of few rows spend their time on reading the weights. So a task's images for several draws are
/// decoded at once, at least `rowsAtOnce` of them, and kept in a pool until they are drawn.
package struct ReplaySampler: ReplaySource {
  /// The largest batch the buffers are made for.
  package let batch: Int
  private let model: VariationalAutoencoder
  /// The decoder's weights: a vector for each task, or one for all.
  private var weights: [[Float]]
  private let tellsTask: Bool
  private let tasks: Int
  private var pass: NetworkPass<Float>
  private var latents: [Float]
  private var random: RandomStream
  /// Images of every task for `ahead` draws of `pooledShare` images each, of which `drawn` are gone.
  private var pool: [Float] = []
  private var (pooledShare, ahead, drawn) = (0, 0, 0)
  /// Where `random` stood before the pool was filled.
  private var poolStart: UInt64 = 0

  /// Images of a task that are decoded at once, at least.
  package static var rowsAtOnce: Int { 128 }

  /// A sampler of all tasks that `state` has learned.
  ///
  /// - Parameters:
  ///   - batch: the largest batch that will be asked for
  ///   - purpose: what the images are for: each purpose gets images of its own
  ///   - task: the index of the task that is trained, for the same reason
  ///
  /// Complexity: for a generated decoder, the generation of all tasks' weights.
  package init(_ state: ReplayModelState, batch: Int, purpose: String, task: Int) {
    precondition(batch > 0, "batch \(batch)")
    (self.batch, model, tasks) = (batch, state.autoencoder, state.tasks)
    switch state.decoder {
    case .plain(let values): (weights, tellsTask) = ([values], false)
    case .generated(let hypernetwork, let parameters, let embeddings):
      var generator = Generator<Float>(hypernetwork)
      weights = embeddings.map {
        generator.generate(parameters: parameters, embedding: $0)
        return generator.weights
      }
      tellsTask = true
    }
    // A task's share of a batch is at most the batch, and the last share may go beyond `rowsAtOnce`.
    let capacity = batch + (tellsTask ? Self.rowsAtOnce : 0)
    pass = NetworkPass(model.decoder, capacity: capacity, backward: false)
    latents = [Float](repeating: 0, count: capacity * model.latents)
    random = RandomStream(seed: state.seed, purpose: purpose, index: task)
  }

  /// `t · ⌈batch / t⌉` rows of a generated decoder of `t` tasks, `batch` of a plain one; 0 before the first
  /// task.
  package func rowCount(batch: Int) -> Int {
    guard tasks > 0 else { return 0 }
    return tellsTask ? tasks * share(of: batch) : batch
  }

  /// Rows of each task.
  private func share(of batch: Int) -> Int { (batch + tasks - 1) / tasks }

  /// Draws images, `[rows × pixels]` with values in 0…1; no rows before the first task.
  package mutating func draw(
    batch: Int, into inputs: inout [Float], first: Int
  ) -> [ReplayedRows] {
    guard tasks > 0 else { return [] }
    guard tellsTask else {
      draw(task: nil, count: batch, into: &inputs, first: first)
      return [ReplayedRows(rows: first..<first + batch, task: nil)]
    }
    let share = share(of: batch)
    if share != pooledShare || drawn == ahead { fillPool(share) }
    defer { drawn += 1 }
    return (0..<tasks).map { task in
      let start = first + task * share
      copyRows(
        pool, rows: (task * ahead + drawn) * share..<(task * ahead + drawn + 1) * share,
        columns: model.inputCount, into: &inputs, first: start)
      return ReplayedRows(rows: start..<start + share, task: task)
    }
  }

  /// How many draws a pool is for.
  private static func draws(ofShare share: Int) -> Int { (rowsAtOnce + share - 1) / share }

  /// Decodes the images of the next draws.
  private mutating func fillPool(_ share: Int) {
    poolStart = random.wordsTaken
    (pooledShare, ahead, drawn) = (share, Self.draws(ofShare: share), 0)
    let size = tasks * ahead * share * model.inputCount
    // Taken out, so that there is one of it: what is shared would be copied.
    var images = pool.count == size ? pool : [Float](repeating: 0, count: size)
    pool = []
    for task in 0..<tasks {
      draw(task: task, count: ahead * share, into: &images, first: task * ahead * share)
    }
    pool = images
  }

  private mutating func draw(
    task: Int?, count: Int, into images: inout [Float], first: Int
  ) {
    precondition(
      count <= pass.capacity && weights.indices.contains(task ?? 0) && (task != nil || !tellsTask),
      "\(count) images of task \(task ?? -1) of \(tasks), in batches of \(batch)")
    let width = model.decoder.inputCount
    random.fillNormal(into: &latents, count: count * model.latents)
    copyRows(
      latents, rows: count, columns: model.latents, into: &pass.inputs, stride: width)
    setCondition(task, rows: 0..<count, from: model.latents, of: width, in: &pass.inputs)
    pass.forward(weights: weights[task ?? 0], batch: count)
    sigmoids(
      of: pass.logits, rows: count, columns: model.inputCount, into: &images, first: first)
  }
}

extension ReplaySampler: Resumable {
  /// Where the random numbers stand. A pool is filled again with the images that it had.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {
    var (start, share, drawn) = (Int(poolStart), pooledShare, drawn)
    parts.group("random", &random)
    parts.integer("pool_start", &start)
    var saved = share
    parts.integer("pooled_share", &share) {
      saved = $0
      return (0...(tellsTask && tasks > 0 ? batch : 0)).contains($0)
    }
    parts.integer("drawn", &drawn, in: 0...Self.draws(ofShare: max(1, saved)))
    guard parts.isRestoring, share > 0 else { return }
    random.wordsTaken = UInt64(start)
    fillPool(share)
    self.drawn = drawn
  }
}
