import Foundation
import Settings
import Synchronization
import TestSupport
import Testing

@Suite("Experiment files")
struct ExperimentFileTests {
  private func file(_ text: String) throws(FileError) -> ExperimentFile {
    try ExperimentFile(bytes: Data(text.utf8), path: "mine.yaml")
  }

  private func message(_ text: String, _ overrides: [String] = []) -> String {
    refusal { _ = try file(text).settings(changing: overrides) }
  }

  @Test("what is shown of settings reads back as the same settings")
  func roundTrip() throws {
    let changes = [
      [],
      [
        "target_hidden=", "hyper_hidden=7", "groups=0,1,2/3,4", "tasks=2", "own_head=yes",
        "schedule=milestones:5:0.5,10:0.1", "beta=1e-7", "seed=9223372036854775807",
        "initialization=normal:0.02", "dataset=fashion-mnist", "learning_rate=123456789.125",
      ],
    ]
    for preset in Preset.all {
      for change in changes {
        var settings = preset.settings
        let idle: [String] =
          switch settings.taskKind {
          case .split: settings.networkLayers == nil ? [] : ["target_hidden="]
          case .permuted: ["groups="]
          case .functions: ["groups=", "own_head=", "dataset="]
          }
        try SettingKey.apply(
          change.filter { text in !idle.contains { text.hasPrefix($0) } }, to: &settings)
        let text = ExperimentFile.text(of: settings, from: preset)
        #expect(try file(text).settings() == settings, "\(preset.name) \(change)")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
      }
    }
  }

  @Test("every setting is in one section, and documented")
  func sections() throws {
    #expect(
      SettingSection.allCases.flatMap(\.keys).map(\.name).sorted()
        == SettingKey.all.map(\.name).sorted())
    #expect(SettingSection.allCases.allSatisfy { !$0.keys.isEmpty })
    #expect(try SettingDocumentation.find(nil).count == SettingKey.all.count)
    let beta = try #require(try SettingDocumentation.find("beta").first)
    #expect(beta.defaultsText == "0.01; fig2: 0.005; fig5: 0.05; permuted-mnist-10: 0.1")
    #expect(beta.example == "beta: 0.01" && beta.type == "number")
    #expect(throws: SettingError.self) { try SettingDocumentation.find("betta") }
  }

  @Test("YAML's forms of a value are as good as the command line's")
  func forms() throws {
    let text = """
      \u{FEFF}# of my own
      experiment: split-mnist
      target_hidden: [200, 100]
      hyper_hidden:
        - 20
        - 30
      groups: [[0, 1, 2], [3, 4]]
      nesterov: false
      own_head: true
      fisher: yes
      learning_rate: 1.0e-4
      schedule: "cosine:0.01"
      chunk_size: '3000'
      """
    var expected = try Preset.named("split-mnist").settings
    try SettingKey.apply(
      [
        "target_hidden=200,100", "hyper_hidden=20,30", "groups=0,1,2/3,4", "own_head=yes",
        "fisher=yes", "learning_rate=1e-4", "schedule=cosine:0.01", "chunk_size=3000",
      ], to: &expected)
    #expect(try file(text).settings() == expected)
    #expect(expected.tasks == 2)
    #expect(try file(text.replacing("\n", with: "\r\n")).settings() == expected)
    #expect(
      try file("experiment: fig4\ntarget_hidden: []\n").settings().targetHidden.isEmpty)
    #expect(try file("{experiment: fig4, tasks: 2}").settings().tasks == 2)
  }

  @Test("the command line comes after the file, also where the file alone would not do")
  func overrides() throws {
    let text = "experiment: split-mnist\ngrid: 9\nbeta: 0.5\n"
    #expect(message(text).hasPrefix("mine.yaml:2:7: invalid value grid=9"))
    let settings = try file(text).settings(changing: ["task_embedding=2", "beta=0"])
    #expect(settings.grid == 9 && settings.beta == 0 && settings.taskEmbedding == 2)
    #expect(message(text, ["grid=1"]).hasPrefix("invalid value grid=1"))
    #expect(
      try file("experiment: split-mnist\ntasks: 3\n").settings(changing: ["groups=0,1/2,3"]).tasks
        == 2)
  }

  @Test(
    "what is wrong is told with line and column",
    arguments: [
      ("", "mine.yaml:1:1: the file is empty; begin with a line 'experiment: NAME'"),
      ("# nothing\n", "mine.yaml:1:1: the file is empty;"),
      ("steps: 3\n", "mine.yaml:1:1: the file does not say what it derives from;"),
      ("fig4\n", "mine.yaml:1:1: a line such as 'beta: 0.02' is needed here;"),
      ("- experiment: fig4\n", "mine.yaml:1:1: a line such as"),
      (
        "experiment: fig44\n",
        "mine.yaml:1:13: there is no experiment 'fig44'; did you mean 'fig4'?"
      ),
      ("experiment: [fig4]\n", "mine.yaml:1:13: experiment takes a name;"),
      ("experiment:\n", "experiment takes a name;"),
      (
        "experiment: fig4\nstpes: 3\n",
        "mine.yaml:2:1: there is no setting 'stpes'; did you mean 'steps'?"
      ),
      ("experiment: fig4\nexperimant: 3\n", "did you mean 'experiment'?"),
      ("experiment: fig4\nexperiment: fig4\n", "'experiment' stands in the file more than once"),
      (
        "experiment: fig4\nsteps: 3\nbeta: 1\n\"steps\": 4\n",
        "'steps' stands in the file more than once"
      ),
      (
        "experiment: fig4\nsteps: 0\n",
        "mine.yaml:2:8: invalid value steps=0; allowed: a whole"
      ),
      ("experiment: fig4\nsteps: 1e3\n", "mine.yaml:2:8: invalid value steps=1e3"),
      ("experiment: fig4\nsteps: 1_000\n", "mine.yaml:2:8: invalid value steps=1_000"),
      (
        "experiment: fig4\nsteps: [3]\n",
        "mine.yaml:2:8: steps takes a whole number, not a list here"
      ),
      (
        "experiment: fig4\nsteps: {a: 3}\n",
        "mine.yaml:2:8: steps takes a whole number, not a mapping"
      ),
      ("experiment: fig4\nsteps:\n", "mine.yaml:2:1: 'steps' has no value;"),
      ("experiment: fig4\nsteps: ~\n", "mine.yaml:2:1: 'steps' has no value;"),
      ("experiment: fig4\nbeta: .nan\n", "mine.yaml:2:7: invalid value beta=.nan"),
      ("experiment: fig4\nbeta: 1e999\n", "mine.yaml:2:7: invalid value beta=1e999"),
      ("experiment: fig4\nmargin: 1e300\n", "mine.yaml:2:9: invalid value margin=1e300"),
      (
        "experiment: fig4\nseed: 99999999999999999999\n",
        "mine.yaml:2:7: invalid value seed=99999999999999999999"
      ),
      (
        "experiment: fig4\ndataset: ../../etc\n",
        "mine.yaml:2:10: invalid value dataset=../../etc"
      ),
      ("experiment: fig4\ndataset: /etc/passwd\n", "invalid value dataset=/etc/passwd"),
      (
        "experiment: fig4\ntarget_hidden: [4, [5]]\n",
        "mine.yaml:2:20: target_hidden takes a list of"
      ),
      (
        "experiment: fig4\ntarget_hidden: [4, x]\n", "mine.yaml:2:20: target_hidden takes a list of"
      ),
      (
        "experiment: fig4\ntarget_hidden: [4, 99999999]\n",
        "mine.yaml:2:16: invalid value target_hidden=4,99999999"
      ),
      ("experiment: fig4\ngroups: [0, 1]\n", "mine.yaml:2:10: groups takes a list of lists"),
      (
        "experiment: fig4\ngroups: [[0, 1], [1, 2]]\n",
        "mine.yaml:2:9: invalid value groups=0,1/1,2;"
      ),
      ("experiment: fig4\nseeds: 0..4\n", "mine.yaml:2:1: 'seeds' is no setting; several seeds"),
      ("experiment: fig4\nname: mine\n", "mine.yaml:2:1: 'name' is no setting;"),
      (
        "experiment: fig4\n---\nexperiment: fig4\n", "mine.yaml:2:1: a second document begins here;"
      ),
      (
        "experiment: fig4\nsteps: !!binary aaaa\n",
        "mine.yaml:2:8: the tag 'tag:yaml.org,2002:binary'"
      ),
      ("experiment: fig4\nsteps: \"3\n", "that is not YAML"),
      ("experiment: fig4\n\tsteps: 3\n", "mine.yaml:2:1: that is not YAML"),
      ("experiment: fig4\nsteps: %3\n", "mine.yaml:2:8: that is not YAML"),
      ("experiment: fig4\nsteps: \u{1}\n", "that is not YAML: control characters are not allowed"),
      ("experiment: fig4\nsteps: *a\n", "mine.yaml:2:8: that is not YAML: found undefined alias"),
      ("experiment: &a fig4\nsteps: *a\n", "mine.yaml:2:8: '*a' refers to an anchor;"),
      ("experiment: fig4\n? [a]\n: 3\n", "mine.yaml:2:3: the name of a setting is needed here"),
      ("experiment: fig4\nsteps: \"\\e[31m\(String(repeating: "9", count: 500))\"\n", "9…"),
    ])
  func errors(text: String, expected: String) {
    let found = message(text)
    #expect(found.contains(expected), "\(found)")
    #expect(found.hasPrefix("mine.yaml:") && found.count < 1500)
    #expect(!found.unicodeScalars.contains("\u{1B}"))
  }

  @Test("nested aliases and deep nesting cost no time")
  func bombs() throws {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...60 {
      bomb +=
        "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]\n"
    }
    bomb += "? *a60\n: 1\n? *a59\n: 1\n"
    // In places where a quick look would take them for a comment or a text.
    let hidden = "experiment: 'fig4 # &a x'\nb: \"\n # \" # *a\n? &a [x]\n: *a\n"
    let nested = [
      String(repeating: "[", count: 30_000), String(repeating: "{", count: 30_000),
      String(repeating: "{", count: 900) + String(repeating: ":1}", count: 900),
      String(repeating: "? ", count: 20_000), String(repeating: "- ", count: 20_000),
      "experiment: fig4\ntarget_hidden: [" + String(repeating: "1,", count: 20_000) + "]\n",
      "experiment: fig4\ntarget_hidden: \"" + String(repeating: "1,", count: 20_000) + "1\"\n",
    ]
    // On a thread of its own: what never ended would be left behind, and the clock starts with the reading,
    // not while the test waits for its turn.
    let messages = Mutex<[String]>([])
    let isRead = DispatchSemaphore(value: 0)
    let texts = [bomb, hidden] + nested
    Thread {
      let told = texts.map { message($0) }
      messages.withLock { $0 = told }
      isRead.signal()
    }.start()
    try #require(isRead.wait(timeout: .now() + 600) == .success)
    let told = messages.withLock { $0 }
    #expect(told.prefix(2).allSatisfy { $0.contains("refers to an anchor") }, "\(told.prefix(2))")
    for message in told.dropFirst(2) { #expect(message.hasPrefix("mine.yaml:")) }
  }

  @Test("what is no readable text of a bounded size is refused as such")
  func files() throws {
    let folder = try TemporaryFolder()
    func message(_ name: String) -> String {
      let path = folder.url.appendingPathComponent(name).path
      return refusal { _ = try ExperimentFile(contentsOf: path) }
    }
    func write(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: folder.url.appendingPathComponent(name))
    }
    #expect(message("none.yaml").contains("none.yaml: there is no such file"))
    #expect(message("").contains("that is no regular file"))
    #expect(mkfifo(folder.url.appendingPathComponent("pipe.yaml").path, 0o600) == 0)
    #expect(message("pipe.yaml").contains("that is no regular file"))
    try write("large.yaml", Array(repeating: 0x23, count: YAMLDocument.byteLimit + 1))
    #expect(message("large.yaml").contains("it has 65537 bytes, at most 65536 are read"))
    try write("latin.yaml", Array("experiment: fig4\n# ".utf8) + [0xE9, 0x0A])
    #expect(message("latin.yaml").contains("latin.yaml:2:3: these bytes are not UTF-8"))
    try write("utf16.yaml", [0xFF, 0xFE] + "experiment: fig4".utf16.flatMap { [UInt8($0), 0] })
    #expect(message("utf16.yaml").contains("utf16.yaml:1:1: these bytes are not UTF-8"))
    // Sparse: a terabyte that takes no room.
    try write("sparse.yaml", [])
    let handle = try FileHandle(forWritingTo: folder.url.appendingPathComponent("sparse.yaml"))
    try handle.truncate(atOffset: 1 << 40)
    try handle.close()
    #expect(message("sparse.yaml").contains("it has 1099511627776 bytes"))
  }
}
