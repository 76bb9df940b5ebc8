import Pipeline
import Tables

extension Table1Cell {
  /// The command that runs `cells`, which are of one benchmark and scenario, with three seeds.
  ///
  /// - Parameters:
  ///   - settings: what else is set, as `key=value`
  ///   - options: what else it needs where it is typed, such as `--store`
  package static func command(
    _ cells: [Table1Cell], profile: String, settings: [String] = [], with options: [String] = []
  ) -> String {
    let (first, methods) = (cells.first, cells.map(\.method).joined(separator: ","))
    let names = [
      "benchmark=\(first?.benchmark ?? "")", "scenario=\(first?.scenario ?? "")",
      "method=\(methods)",
    ]
    let chosen = profile == "full" ? [] : ["profile=\(profile)"]
    return ShellCommand.text(
      ["engram", "run", "table1"] + names + chosen + settings + ["--seeds", "0..2"] + options)
  }
}
