/// The smallest settings of every method of the program.
enum TinyMethods {
  /// By the method's name: what a run of three tasks takes besides.
  static let settings: [(name: String, settings: [String])] = {
    let hyper = ["chunk_size=4000", "hyper_hidden=4", "task_embedding=3", "chunk_embedding=3"]
    let auto = ["encoder_hidden=12", "decoder_hidden=10", "latents=3"]
    let protected = [
      "replay_chunk_size=3000", "replay_hyper_hidden=4", "replay_task_embedding=3",
      "replay_chunk_embedding=3",
    ]
    return [
      ("hnet", ["scenario=CL1"] + hyper), ("hnet+ent", hyper),
      ("hnet+tir", ["inference_hidden=12"] + hyper + auto + protected),
      ("hnet+r", auto + protected),
      ("fine-tuning", []), ("scratch", ["scenario=CL1"]), ("joint", []),
      ("ewc", ["importance_samples=20"]), ("online-ewc", ["importance_samples=20"]), ("si", []),
      ("mas", ["importance_samples=20"]), ("lwf", []), ("progressive", ["scenario=CL1"]),
      ("dgr", auto),
      ("dgr+distill", auto), ("er", ["buffer=30"]),
    ]
  }()

  /// The command that runs the method on three tasks of so many steps.
  static func run(_ method: String, steps: Int) -> [String] {
    let settings = settings.first { $0.name == method }?.settings ?? []
    let scenario = settings.contains("scenario=CL1") ? [] : ["scenario=CL3"]
    return [
      "run", "table1", "benchmark=split-mnist", "method=\(method)", "tasks=3", "steps=\(steps)",
      "batch=16", "target_hidden=20", "log_interval=2", "-q",
    ] + scenario + settings
  }
}
