import Foundation
import TestSupport
import Testing

@Suite("engram experiments", .serialized)
struct ExperimentsCommandTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// Writes a file beside the store and returns its path.
  private func write(_ text: String, as name: String = "mine.yaml") throws -> String {
    let url = store.folder.url.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  @Test("help with examples, lists, documentation")
  func texts() throws {
    for verb in [[], ["list"], ["show"], ["describe"]] {
      let help = try store.succeed(["experiments"] + verb + ["--help"])
      #expect(help.contains("EXAMPLES") && help.contains("engram experiments"))
    }
    let list = try store.succeed(["experiments", "--format", "csv"])
    #expect(list.hasPrefix("experiment,tasks,seed,summary\r\nfig4,5,3,\"Figure 4: split"))
    let strength = try store.succeed(["experiments", "describe", "beta"])
    #expect(
      strength.hasPrefix(
        """
        beta
          strength of the regularizer; 0 switches it off
          type      number
          allowed   a number that is not negative
          default   0.01; fig2: 0.005; fig5: 0.05; permuted-mnist-10: 0.1
          in YAML   beta: 0.01
          methods   hnet, hnet+ent, hnet+tir, ewc, online-ewc, si, mas
          searched  split-mnist CL1 ewc: 1e
        """))
    for benchmark in ["split-mnist", "permuted-mnist-10"] {
      let found = strength.split(separator: "\n").filter {
        $0.hasPrefix("  searched  \(benchmark) ")
      }
      #expect(found.count == 12, "\(benchmark)")
    }
    #expect(
      try store.succeed(["experiments", "describe", "seed"]).hasSuffix("\n  in YAML   seed: 3\n\n"))
    let methods = try store.succeed(["experiments", "describe", "method"])
    #expect(methods.contains("  value     scratch (CL1): "))
    #expect(methods.contains("  value     hnet+tir (CL2, CL3): hnet; "), "\(methods)")
    let buffer = try store.succeed(["experiments", "describe", "buffer"])
    #expect(buffer.contains("  methods   er\n") && !buffer.contains("  except "))
    let teacher = try store.succeed(["experiments", "describe", "new_classes"])
    #expect(teacher.contains("  default   impossible\n"))
    #expect(
      teacher.contains(
        "  except    hnet+r, permuted-mnist-10: zero-logit\n  except    hnet+r, split-mnist: zero-logit\n"
      ))
    #expect(try !store.succeed(["experiments", "describe", "steps"]).contains("  methods "))
    let all = try store.succeed(["experiments", "describe"])
    #expect(
      all.hasPrefix("BENCHMARK AND METHOD\n\nbenchmark\n")
        && all.contains("\n\nRANDOMNESS\n\nseed\n"))
    let fig4 = try store.succeed(["experiments", "describe", "fig4"])
    #expect(
      fig4.split(separator: "\n").contains { $0.split(separator: " ").prefix(2) == ["grid", "51"] })
    struct Setting: Decodable { let setting: String, defaults: [String: String] }
    let settings = try JSONDecoder().decode(
      [Setting].self, from: Data(store.succeed(["experiments", "describe", "--json"]).utf8))
    #expect(settings.count == 68 && settings.allSatisfy { $0.defaults.count == 7 })
    let unknown = try store.run(["experiments", "describe", "betta"])
    #expect(unknown.status == 64 && unknown.error.contains("did you mean 'beta'?"))
    let values = try JSONDecoder().decode(
      [String: String].self,
      from: Data(store.succeed(["experiments", "show", "fig4", "beta=3", "--json"]).utf8))
    #expect(values["beta"] == "3.0" && values["experiment"] == "fig4" && values.count == 69)
  }

  @Test("a shown file is the experiment itself: same keys, same run")
  func same() throws {
    let shown = try write(store.succeed(["experiments", "show"] + TestStore.small.dropFirst()))
    let run = try store.fill(with: TestStore.small)
    let again = try store.summaries(["run", shown])[0]
    #expect(again.run == run && again.computedStages == 0)
    #expect(try store.sqlite("SELECT count(*) FROM run") == ["1"])
    for preset in ["fig4", "permuted-mnist-100"] {
      let file = try write(store.succeed(["experiments", "show", preset]), as: "\(preset).yml")
      for verb in [["plan", "--json"], ["graph"]] {
        #expect(
          try store.succeed([verb[0], file] + verb.dropFirst())
            == store.succeed([verb[0], preset] + verb.dropFirst()))
      }
    }
    // A file that differs, changed on the command line, and shown again.
    let short = try write("experiment: fig4\nbeta: 0.5\ntarget_hidden: [30]\n", as: "short.yaml")
    let other = try write(
      store.succeed(["experiments", "show", short, "beta=0.25"]), as: "other.yaml")
    #expect(
      try store.succeed(["plan", other, "--json"])
        == store.succeed(["plan", "fig4", "beta=0.25", "target_hidden=30", "--json"]))
    let seeds = try store.summaries(
      ["run", shown, "steps=5", "grid=0", "--seeds", "1..2"]
    ).map(\.run)
    #expect(seeds.count == 2 && seeds[0].hasPrefix("fig4-seed1-"))
  }

  @Test(
    "a file that cannot be used is one error with its place and code 64, and nothing is begun",
    arguments: [
      ("experiment: fig4\nstpes: 3\n", ":2:1: there is no setting 'stpes'; did you mean 'steps'?"),
      ("experiment: fig4\nsteps: [3]\n", ":2:8: steps takes a whole number, not a list here"),
      ("experiment: fig4\nsteps: 3\nsteps: 4\n", "'steps' stands in the file more than once"),
      ("experiment: fig4\n---\na: b\n", ":2:1: a second document begins here"),
      ("experiment: &a fig4\nscan: *a\n", ":2:7: '*a' refers to an anchor"),
      ("experiment: fig4\ndataset: ../mnist\n", ":2:10: invalid value dataset=../mnist"),
      (
        "experiment: fig4\nregularizer: ewc\nown_head: yes\n",
        ":3:11: own_head=yes does nothing here"
      ),
      (
        "experiment: fig4\ntarget_hidden: [100000, 100000, 100000]\nchunk_size: 1000\n",
        ":2:16: invalid value target_hidden=100000,100000,100000; allowed: a smaller value, since"
      ),
      (
        "experiment: split-mnist\nhyper_hidden: [100000]\nchunk_size: 0\n",
        "invalid value hyper_hidden=100000; allowed: a smaller value, since"
      ),
      (
        "experiment: fig4\nchunk_size: 100000000\n",
        ":2:13: invalid value chunk_size=100000000; allowed: at most ten times"
      ),
      (
        "experiment: permuted-mnist-100\nfisher: yes\n",
        "invalid value fisher=yes; allowed: no, since a checkpoint would hold a tensor of"
      ),
      (
        "experiment: permuted-mnist-10\npadding: 64\nbatch: 100000\ntarget_hidden: [100000]\n",
        "allowed: a smaller value, since with the other settings a run needs at least"
      ),
    ])
  func refused(text: String, message: String) throws {
    let path = try write(text)
    let result = try store.run(["run", path])
    #expect(result.status == 64)
    #expect(result.error.contains(message), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1 && result.output == "")
    #expect(try store.run(["experiments", "show", path]).status != 1)
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }

  @Test("every verb that takes a file tells where in it the mistake is")
  func places() throws {
    let path = try write(
      "experiment: fig4\ntarget_hidden: [100000, 100000, 100000]\nchunk_size: 1000\n")
    let message =
      "invalid value target_hidden=100000,100000,100000; allowed: a smaller value, since"
    for (arguments, words) in [
      (["plan", path], message), (["why", path, "scan"], message), (["graph", path], message),
      (["sweep", path, "--dry-run"], message),
      (["sweep", path, "beta=0.5,1", "--dry-run"], "in the configuration beta=0.5: \(message)"),
    ] {
      let result = try store.run(arguments)
      #expect(result.status == 64 && result.output == "")
      #expect(result.error.hasPrefix("engram: \(path):2:16: \(words)"), "\(result.error)")
    }
    // What the command line says is not the file's.
    let own = try store.run([
      "sweep", path, "target_hidden=10|200000,100000", "--dry-run",
    ])
    #expect(
      own.error.hasPrefix(
        "engram: in the configuration target_hidden=200000,100000: invalid value target_hidden="),
      "\(own.error)")
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }

  @Test("what is no file is refused the same way")
  func noFile() throws {
    let folder = store.folder.url.appendingPathComponent("folder.yaml")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, message) in [
      (folder.path, "that is no regular file"), ("none.yaml", "there is no such file"),
      ("./fig4", "there is no such file"), ("/dev/zero", "that is no regular file"),
    ] {
      let result = try store.run(["plan", name])
      #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
    }
  }
}
