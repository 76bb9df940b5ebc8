import ArgumentParser

/// Whether progress is shown.
struct QuietOption: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Show no progress on standard error.")
  var quiet = false
}
