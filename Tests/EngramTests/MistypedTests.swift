import Foundation
import TestSupport
import Testing

/// Command lines that a person mistyped: what is said, word for word, and code 64.
@Suite("Mistyped command lines")
struct MistypedTests {
  /// Says on standard error exactly `message`, nothing on standard output, ends with code 64 and leaves
  /// no store behind.
  private func check(
    _ words: [String], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let store = try TestStore(wholeDatasets: true)
    let result = try store.run(words)
    #expect(result.error == "engram: \(message)\n", sourceLocation: sourceLocation)
    #expect(result.status == 64 && result.output == "", "\(words)", sourceLocation: sourceLocation)
    #expect(
      !FileManager.default.fileExists(atPath: store.url.path), sourceLocation: sourceLocation)
  }

  @Test(
    "control characters reach no terminal, wherever they were typed",
    arguments: [
      ["help", "run", "\u{1B}[2J"], ["\u{1B}[2J"], ["run", "\u{1B}[2J"],
      ["run", "fig4", "\u{1B}[2J"],
      ["run", "fig4", "beta=\u{1B}[2J"], ["run", "fig4", "--\u{1B}[2J"],
      ["plan", "fig4", "\u{1B}=1"],
      ["why", "fig4", "\u{1B}[2J"], ["why", "\u{1B}[2J", "scan"],
      ["status", "--store", "a\u{1B}[2J"],
      ["export", "notebook", "\u{1B}[2J"], ["export", "table", "run", "--output", "/\u{1B}[2J/"],
      ["datasets", "verify", "\u{1B}[2J"], ["pin", "--list", "\u{1B}[2J"],
    ])
  func controlCharacters(words: [String]) throws {
    let store = try TestStore(wholeDatasets: true)
    let result = try store.run(words)
    #expect(result.status == 64 && result.error.hasPrefix("engram: "), "\(result.error)")
    #expect(!result.error.contains("\u{1B}"), "\(words)")
  }

  @Test(
    "a verb that there is not is an error that suggests the nearest, also where help is asked for",
    arguments: [
      (["runn"], "runn'; did you mean 'run'?"),
      (["Run", "fig4"], "Run'; did you mean 'run'?"),
      (["statu", "--json"], "statu'; did you mean 'status'?"),
      (["xyzzy"], "xyzzy'; 'engram help' lists them"),
      (["help", "runn"], "runn'; did you mean 'run'?"),
      (["--help", "runn"], "runn'; did you mean 'run'?"),
      (["runn", "--help"], "runn'; did you mean 'run'?"),
      (["help", "results", "quer"], "results quer'; did you mean 'results query'?"),
      (["help", "run", "fig4"], "run fig4'; see 'engram help run'"),
      (["results", "qurey", "select 1"], "results qurey'; did you mean 'results query'?"),
      (["results", "quer", "--help"], "results quer'; did you mean 'results query'?"),
      (["results", "help"], "results help'; did you mean 'help results'?"),
      (["experiments", "sho"], "experiments sho'; did you mean 'experiments show'?"),
      (["experiments", "sho", "--help"], "experiments sho'; did you mean 'experiments show'?"),
      (["datasets", "verfy", "mnist"], "datasets verfy'; did you mean 'datasets verify'?"),
      (["export", "notebok", "fig4"], "export notebok'; did you mean 'export notebook'?"),
      (["export", "xyzzy"], "export xyzzy'; 'engram help export' lists them"),
      (["report", "tabel1"], "report tabel1'; did you mean 'report table1'?"),
    ])
  func verbs(words: [String], message: String) throws {
    try check(words, "there is no verb '\(message)")
  }

  /// The usage that follows a message.
  private static let run =
    "usage: engram run [<options>] <experiment> [<key=value> ...]\n"
    + "see 'engram help run'"
  private static let status =
    "usage: engram status [--all] [--store <folder>] [--datasets <folder>] [--format <table|json>] "
    + "[--json]\n"
    + "see 'engram help status'"
  private static let list =
    "usage: engram experiments list [--format <table|csv|json|jsonl>] [--json]\n"
    + "see 'engram help experiments list'"

  @Test(
    "options and arguments that there are not",
    arguments: [
      (
        ["run", "fig4", "--sead", "3"],
        "there is no option '--sead'; did you mean '--seeds'?\n\(run)"
      ),
      (["run", "fig4", "--job=2"], "there is no option '--job'; did you mean '--jobs'?\n\(run)"),
      (["run", "fig4", "--xyzzy", "3"], "there is no option '--xyzzy'\n\(run)"),
      (["run", "fig4", "-s"], "there is no option '-s'\n\(run)"),
      (["run", "fig4", "-quiet"], "there is no option '-quiet'; did you mean '--quiet'?\n\(run)"),
      (["run", "steps=50"], "an experiment is missing before 'steps=50'\n\(run)"),
      (["status", "--al"], "there is no option '--al'; did you mean '--all'?\n\(status)"),
      (["status", "--steps", "3"], "there is no option '--steps'\n\(status)"),
      (["status", "fig4"], "'fig4' is one argument too many\n\(status)"),
      (
        ["status", "json"], "'json' is one argument too many; did you mean '--json'?\n\(status)"
      ),
      (["experiments", "list", "a", "b"], "'a' is one argument too many\n\(list)"),
      (["run"], "an argument is missing: <experiment>\n\(run)"),
      (["run", "fig4", "--jobs"], "the option '--jobs' needs a value: --jobs <number>\n\(run)"),
      (
        ["run", "fig4", "--json=yes"],
        "the option '--json' takes no value; write '--json' alone\n\(run)"
      ),
      (
        ["--store", "x", "status"],
        "the option '--store' comes after the verb: engram status --store …"
      ),
    ])
  func options(words: [String], message: String) throws { try check(words, message) }

  @Test(
    "a setting typed as an option, and an option typed as a setting",
    arguments: [
      (
        ["run", "fig4", "--steps", "50"],
        "there is no option '--steps'; a setting has no dashes: write 'steps=50'"
      ),
      (
        ["plan", "fig4", "--beta=0.1"],
        "there is no option '--beta'; a setting has no dashes: write 'beta=0.1'"
      ),
      (
        ["sweep", "fig4", "--chunk-size", "10"],
        "there is no option '--chunk-size'; a setting has no dashes: write 'chunk_size=10'"
      ),
      (
        ["graph", "fig4", "-steps"],
        "there is no option '-steps'; a setting has no dashes: write 'steps=VALUE'"
      ),
      (
        ["run", "fig4", "--stpes", "50"],
        "there is no option '--stpes'; did you mean 'steps=50'?\n\(run)"
      ),
      (
        ["run", "fig4", "seeds=0..4"],
        "'seeds' is an option: write '--seeds 0..4'"
      ),
      (["sweep", "fig4", "jobs=2"], "'jobs' is an option: write '--jobs 2'"),
      (["run", "fig4", "json=yes"], "'json' is an option: write '--json'"),
      (["run", "fig4", "job=2"], "there is no setting 'job'; did you mean '--jobs 2'?"),
      (["run", "fig4", "steps"], "the setting 'steps' has no value; write 'steps=VALUE'"),
      (
        ["run", "fig4", "steps", "50"], "the setting 'steps' has no value; did you mean 'steps=50'?"
      ),
      (
        ["run", "fig4", "split-mnist"],
        "'split-mnist' is an experiment, where a setting is needed, such as steps=500"
      ),
      (["run", "fig4", "fast"], "'fast' is not of the form key=value, such as steps=500"),
    ])
  func settingsAndOptions(words: [String], message: String) throws { try check(words, message) }

  @Test(
    "names of settings and values, in another case, with hyphens, with slips",
    arguments: [
      (["run", "fig44"], "there is no experiment 'fig44'; did you mean 'fig4'?"),
      (
        ["run", "Split_MNIST"], "there is no experiment 'Split_MNIST'; did you mean 'split-mnist'?"
      ),
      (["run", "fig4", "stpes=50"], "there is no setting 'stpes'; did you mean 'steps'?"),
      (["run", "fig4", "Steps=50"], "there is no setting 'Steps'; did you mean 'steps'?"),
      (
        ["run", "fig4", "chunk-size=9"],
        "there is no setting 'chunk-size'; did you mean 'chunk_size'?"
      ),
      (
        ["run", "fig4", "xyzzy=3"],
        "there is no setting 'xyzzy'; 'engram experiments describe' lists them"
      ),
      (["run", "table1", "method=ewcc"], "there is no method 'ewcc'; did you mean 'ewc'?"),
      (["run", "table1", "method=EWC"], "there is no method 'EWC'; did you mean 'ewc'?"),
      (["run", "fig4", "dataset=MNIST"], "there is no dataset 'MNIST'; did you mean 'mnist'?"),
      (
        ["run", "fig4", "dataset=fashion"],
        "there is no dataset 'fashion' in '\(datasets)'; did you mean 'fashion-mnist'?"
      ),
      (
        ["run", "fig4", "dataset=xyzzy"],
        "there is no dataset 'xyzzy' in '\(datasets)'; there are cifar-10, cifar-100, fashion-mnist, "
          + "mnist"
      ),
      (
        ["run", "fig4", "scenario=cl4"],
        "invalid value scenario=cl4; did you mean 'CL1', 'CL2' or 'CL3'?"
      ),
      (["run", "fig4", "optimizer=adma"], "invalid value optimizer=adma; did you mean 'adam'?"),
      (
        ["run", "fig4", "optimizer=xyzzy"],
        "invalid value optimizer=xyzzy; allowed: adam, adamw, sgd, rmsprop"
      ),
      (["sweep", "fig4", "bta=0,1"], "there is no setting 'bta'; did you mean 'beta'?"),
      (
        ["sweep", "fig4", "optimizer=adam,sgdd"],
        "in the configuration optimizer=sgdd: invalid value optimizer=sgdd; did you mean 'sgd'?"
      ),
      (["report", "table1", "metod=hnet"], "there is no setting 'metod'; did you mean 'method'?"),
      (["why", "fig4", "scann"], "there is no node or stage 'scann'; did you mean 'scan'?"),
      (["export", "notebook", "fig44"], "there is no notebook 'fig44'; did you mean 'fig4'?"),
      (
        ["experiments", "describe", "xyzzy"],
        "there is no setting or experiment 'xyzzy'; 'engram experiments describe' lists them"
      ),
    ])
  func names(words: [String], message: String) throws { try check(words, message) }

  private static let datasets = TestStore.project.appendingPathComponent("datasets").path

  @Test(
    "values of options that are not possible",
    arguments: [
      (["run", "fig4", "--jobs", "x"], "--jobs", "x", "a whole number from 1 to 256"),
      (["run", "fig4", "--jobs=0"], "--jobs", "0", "a whole number from 1 to 256"),
      (
        ["run", "fig4", "--seeds", "4..0"], "--seeds", "4..0",
        "a range that begins with the smaller seed: 0..4"
      ),
      (["run", "fig4", "--seeds", "1,1"], "--seeds", "1,1", "each seed once"),
      (["run", "fig4", "--seeds", "0..10000"], "--seeds", "0..10000", "at most 10000 seeds"),
      (
        ["run", "fig4", "--seeds", "0-4"], "--seeds", "0-4",
        "whole numbers from 0: a range such as 0..4, or a list such as 0,3,7"
      ),
      (["sweep", "fig4", "--random", "0"], "--random", "0", "a whole number from 1 to 1000000"),
      (["verify", "--sample", "x"], "--sample", "x", "a whole number from 1 to 1000000"),
      (["verify", "--sample-seed=-1"], "--sample-seed", "-1", "a whole number from 0"),
      (
        ["gc", "--keep-leftovers=-1"], "--keep-leftovers", "-1", "a number of days from 0 to 36500"
      ),
      (["status", "--format", "csv"], "--format", "csv", "table, json"),
      (["report", "fig2", "--format", "pdf"], "--format", "pdf", "table, markdown, csv, json"),
      (["plan", "fig4", "--format", "xml"], "--format", "xml", "table, csv, json, jsonl"),
    ])
  func values(words: [String], option: String, value: String, allowed: String) throws {
    try check(words, "invalid value \(option) \(value); allowed: \(allowed)")
  }

  @Test("every verb that reads a store says in the same way that there is none")
  func noStore() throws {
    let missing = try TemporaryFolder().url.appendingPathComponent("none").path
    for words in [
      ["status"], ["log"], ["verify"], ["gc"], ["pin"], ["pin", "fig4"], ["unpin", "x"],
      ["results"],
      ["results", "list", "fig4"], ["results", "query", "select 1"],
      ["results", "backup", missing + ".sqlite"], ["results", "rebuild"], ["checkpoints"],
      ["report", "table1"], ["export", "table", "run"],
      ["export", "table", "run", "--format", "jsonl"],
      ["export", "notebook", "fig4"], ["export", "notebook", "table1"], ["export", "answers"],
      ["why", "latest", "scan"],
    ] {
      try check(
        words + ["--store", missing],
        "there is no store in '\(missing)'; choose one with --store or ENGRAM_STORE, or make one by "
          + "'engram run <experiment>'")
    }
    #expect(!FileManager.default.fileExists(atPath: missing))
  }

  @Test("what is no store, and no folder of datasets, is a mistake in what was asked")
  func wrongFolders() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("file").path
    try Data("x".utf8).write(to: URL(fileURLWithPath: file))
    for path in [file, file + "/below"] {
      try check(
        TestStore.tiny + ["--store", path],
        "'\(file)' is a file, not a folder; choose a folder with --store or ENGRAM_STORE")
    }
    try check(
      TestStore.tiny + ["--datasets", file],
      "there is no folder '\(file)' with datasets; choose one with --datasets or ENGRAM_DATASETS")
  }

  @Test("help and the version that were asked for are no errors")
  func help() throws {
    let store = try TestStore()
    for (words, beginning) in [
      ([], "OVERVIEW: Run, store and"), (["help"], "OVERVIEW: Run, store and"),
      (["help", "help"], "OVERVIEW: Show subcommand help"),
      (["-h"], "OVERVIEW: Run, store and"), (["help", "run"], "OVERVIEW: Run an experiment"),
      (["run", "--help"], "OVERVIEW: Run an experiment"),
      (["help", "results", "query"], "OVERVIEW: Run an SQL query"),
      (["results", "fig4", "--help"], "OVERVIEW: List all runs"), (["export"], "OVERVIEW: Write"),
      (["--version"], ""),
    ] {
      let result = try store.run(words)
      #expect(result.status == 0 && result.error == "", "\(words): \(result.error)")
      #expect(result.output.hasPrefix(beginning), "\(words): \(result.output.prefix(60))")
    }
  }
}
