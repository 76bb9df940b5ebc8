import Datasets
import Foundation
import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors

extension SettingKey {
  /// All settings, in the order in which help shows them.
  package static let all: [SettingKey] = [
    choice(
      "benchmark", \.benchmark, "tasks, networks and training of table1's cells"),
    SettingKey(
      name: "method",
      meaning: "what learns: " + LearningMethod.all.map(\.name).joined(separator: ", "),
      read: { $0.method },
      write: { settings, text in
        settings.method = text
        return !text.isEmpty
      },
      allowed: "one of " + LearningMethod.all.map(\.name).joined(separator: ", "), kind: .choice),
    choice("profile", \.profile, "full: as in the table; quick: seconds per cell of table1"),
    SettingKey(
      name: "dataset", meaning: "the images to learn from (engram datasets list)",
      read: { $0.dataset },
      write: { settings, text in
        settings.dataset = text
        return DatasetManifest.isName(text)
      }, allowed: "a dataset's name: a–z, 0–9 and '-'"),
    integer("tasks", \.tasks, 1...1000, "tasks to train, the first ones of the sequence"),
    choice(
      "scenario", \.scenario,
      "what is known at test time: CL1 the task, CL2 not even that, tasks share a head, CL3 the same "
        + "with classes of their own"),
    SettingKey(
      name: "groups", meaning: "classes of each task, for split tasks, e.g. 0,1/2,3",
      read: { ExperimentSettings.text(of: $0.groups) },
      write: { settings, text in
        let groups = text.split(separator: "/", omittingEmptySubsequences: false).map {
          $0.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        }
        let classes = groups.flatMap { $0 }
        guard Set(classes).count == classes.count, classes.allSatisfy({ (0..<256).contains($0) }),
          groups.allSatisfy({ $0.count >= 2 })
        else { return false }
        settings.groups = groups
        return true
      },
      allowed: "groups of two or more classes, each class once, separated by /, e.g. 0,1/2,3",
      kind: .groups),
    integer(
      "heads", \.heads, 1...1000, "output heads, for permuted tasks: the most tasks possible"),
    integer("padding", \.padding, 0...64, "pixels added on each side, for permuted tasks"),
    integer("steps", \.steps, 1...10_000_000, "training steps per task"),
    integer("batch", \.batch, 1...100_000, "samples per step"),
    choice("optimizer", \.optimizer, "adam, adamw, sgd or rmsprop"),
    number("learning_rate", \.learningRate, positive: true, "the optimizer's learning rate"),
    SettingKey(
      name: "schedule",
      meaning: "how the rate goes on within a task: constant, step:INTERVAL:FACTOR, "
        + "milestones:STEP:FACTOR,STEP:FACTOR, exponential:FACTOR, cosine:MINIMUM, "
        + "plateau:FACTOR:PATIENCE:WINDOW",
      read: { $0.schedule.text },
      write: { settings, text in
        guard let schedule = LearningRateSchedule(text: text) else { return false }
        settings.schedule = schedule
        return true
      },
      allowed: "constant, step:INTERVAL:FACTOR, milestones:STEP:FACTOR,…, exponential:FACTOR, "
        + "cosine:MINIMUM or plateau:FACTOR:PATIENCE:WINDOW[:THRESHOLD[:MINIMUM]]",
      kind: .schedule),
    fraction("beta1", \.beta1, "decay of the first moment of adam and adamw"),
    fraction("beta2", \.beta2, "decay of the second moment of adam and adamw"),
    fraction("momentum", \.momentum, "of sgd and rmsprop"),
    flag("nesterov", \.nesterov, "Nesterov's form of sgd's momentum: yes or no"),
    number("weight_decay", \.weightDecay, positive: false, "weight decay (adamw: decoupled)"),
    choice(
      "optimizer_state", \.optimizerState,
      "with each task the optimizer begins anew (reset), or goes on with its moments and its count of "
        + "steps (keep)"),
    number("clip_norm", \.clipNorm, positive: false, "largest norm of a gradient; 0: any"),
    number("clip_value", \.clipValue, positive: false, "largest entry of a gradient; 0: any"),
    number("beta", \.beta, positive: false, "strength of the regularizer; 0 switches it off"),
    choice(
      "regularizer", \.regularizer,
      "what keeps past tasks: output (the weights generated for them), or on the hypernetwork's own "
        + "weights ewc, online-ewc, si, mas"),
    choice(
      "lookahead", \.lookahead,
      "where the output regularizer is taken: after a step of the "
        + "optimizer, of sgd, or none"),
    choice(
      "regularizer_targets", \.regularizerTargets,
      "past weights stay as before the task (snapshot) or as they are (current)"),
    integer(
      "regularized_tasks", \.regularizedTasks, 0...1000,
      "past tasks drawn for the output regularizer in each step; 0: all"),
    flag("own_head", \.ownHead, "regularize only the output head a past task used: yes or no"),
    flag("fisher", \.fisher, "weigh the output regularizer by Fisher information: yes or no"),
    integer(
      "importance_samples", \.importanceSamples, 1...1_000_000,
      "samples that ewc, mas and fisher measure importances on"),
    fraction(
      "importance_decay", \.importanceDecay, allowsOne: true,
      "what is left of older importances with each task, γ of online-ewc"),
    number(
      "damping", \.damping, positive: true,
      "keeps the importances of si finite where weights hardly move: its ξ"),
    integer("buffer", \.buffer, 1...1_000_000, "real samples that experience replay keeps"),
    number("temperature", \.temperature, positive: true, "of the teacher in distillation"),
    choice(
      "new_classes", \.newClasses,
      "what the teacher is taken to say of classes it does not know: impossible (probability 0) or "
        + "zero-logit"),
    sizes("encoder_hidden", \.encoderHidden, "hidden layers of a replay model's encoder"),
    sizes("decoder_hidden", \.decoderHidden, "hidden layers of a replay model's decoder"),
    integer(
      "latents", \.latents, 1...10_000, "random numbers that a replay model makes an image of"),
    number(
      "replay_beta", \.replayBeta, positive: false,
      "strength of the regularizer of a replay model's hypernetwork"),
    sizes(
      "replay_hyper_hidden", \.replayHyperHidden, "hidden layers of that hypernetwork"),
    choice("replay_hyper_activation", \.replayHyperActivation, "its nonlinearity"),
    integer(
      "replay_task_embedding", \.replayTaskEmbedding, 1...10_000, "size of its task embeddings"),
    integer(
      "replay_chunk_embedding", \.replayChunkEmbedding, 1...10_000,
      "size of its chunk embeddings"),
    integer(
      "replay_chunk_size", \.replayChunkSize, 1...100_000_000,
      "decoder weights per call of it"),
    sizes(
      "inference_hidden", \.inferenceHidden, "hidden layers of the network that tells tasks"),
    integer(
      "validation", \.validation, 0...1_000_000,
      "training images that are held out and tested on instead of the test images; 0: none"),
    SettingKey(
      name: "network",
      meaning:
        "layers of the target network, such as 'dense 400, relu, dropout 0.2, dense 100, tanh, "
        + "dense': the last one has the outputs; perceptron: of the three settings below",
      read: { Layer.text(of: $0.networkLayers) },
      write: { settings, text in
        guard text != "perceptron" else {
          settings.networkLayers = nil
          return true
        }
        guard let layers = Layer.layers(text: text) else { return false }
        settings.networkLayers = layers
        return true
      },
      allowed:
        "perceptron, or layers separated by commas: dense UNITS, then perhaps relu, elu, sigmoid or "
        + "tanh, then perhaps dropout RATE, and so on; the last one is dense, without units",
      kind: .layers),
    sizes("target_hidden", \.targetHidden, "hidden layers of the target network"),
    choice("target_activation", \.targetActivation, "its nonlinearity: relu, elu, sigmoid or tanh"),
    fraction("target_dropout", \.targetDropout, "probability of dropping a hidden unit"),
    sizes("hyper_hidden", \.hyperHidden, "hidden layers of the hypernetwork"),
    choice("hyper_activation", \.hyperActivation, "its nonlinearity, likewise"),
    integer("task_embedding", \.taskEmbedding, 1...10_000, "size of a task embedding"),
    integer("chunk_embedding", \.chunkEmbedding, 1...10_000, "size of a chunk embedding"),
    integer(
      "chunk_size", \.chunkSize, 0...100_000_000,
      "target weights per call of the hypernetwork; 0: all at once"),
    SettingKey(
      name: "initialization",
      meaning: "how the hypernetwork starts: xavier, kaiming, normal:DEVIATION, hyperfan-in, "
        + "hyperfan-out",
      read: { $0.initialization.text },
      write: { settings, text in
        guard let initialization = HypernetworkInitialization(text: text) else { return false }
        settings.initialization = initialization
        return true
      }, allowed: "xavier, kaiming, normal:DEVIATION, hyperfan-in or hyperfan-out"),
    choice(
      "embedding_start", \.embeddingStart,
      "where a new task's embedding starts: random, previous, or mean of the past"),
    integer(
      "log_interval", \.logInterval, 1...10_000_000,
      "steps between two entries of the training log, which is stored with what was trained: another "
        + "interval trains anew"),
    integer("grid", \.grid, 0...1001, "points per side of the embedding scan; 0: no scan"),
    number(
      "margin", \.margin, positive: false, most: 1000,
      "margin of the scanned plane, relative to its extent"),
    SettingKey(
      name: "scan", meaning: "tasks that the scan evaluates: ends (first and last) or all",
      read: { $0.scanAllTasks ? "all" : "ends" },
      write: { settings, text in
        settings.scanAllTasks = text == "all"
        return ["ends", "all"].contains(text)
      }, allowed: "one of ends, all", kind: .choice, choices: ["ends", "all"]),
    SettingKey(
      name: "seed", meaning: "the seed that all randomness derives from",
      read: { String($0.seed) },
      write: { settings, text in
        // Databases know signed integers only.
        guard let seed = Int64(text), seed >= 0 else { return false }
        settings.seed = UInt64(seed)
        return true
      }, allowed: "a whole number from 0 to \(Int64.max)", kind: .wholeNumber),
  ]
}
