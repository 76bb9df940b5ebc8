import Results

extension NotebookTemplate {
  /// All there are, in the order in which help shows them.
  package static let all = [NotebookTemplate.fig4, table1, fig2, fig5]

  /// Figure 4 of von Oswald et al. 2020: accuracy over the plane of task embeddings.
  static let fig4 = NotebookTemplate(
    name: "fig4", summary: "the space of task embeddings, Figure 4 of the paper",
    subject: .latestRun(experiment: "fig4", table: "embedding_accuracy")
  ) { content, store in
    guard case .run(let run) = content else { preconditionFailure("fig4 shows one run") }
    return NotebookSource(PackageResources.fig4_py).cells(
      assigning: ["RUN": pythonLiteral(run), "STORE_FOLDER": pythonLiteral(store)])
  }

  /// Figure 2 of von Oswald et al. 2020: functions in one dimension, learned one after another.
  static let fig2 = panels(
    "fig2", "three functions, one after another, Figure 2 of the paper",
    PackageResources.fig2_py)

  /// Figure 5 of von Oswald et al. 2020: CIFAR-10 and CIFAR-100 with ResNet-32.
  static let fig5 = panels(
    "fig5", "CIFAR-10, then fifty classes of CIFAR-100, Figure 5 of the paper",
    PackageResources.fig5_py)

  /// A notebook that compares the runs of a figure's panels.
  private static func panels(
    _ name: String, _ summary: String, _ file: [UInt8]
  ) -> NotebookTemplate {
    NotebookTemplate(name: name, summary: summary, subject: .panels) { content, store in
      guard case .panels(let panels, let verdicts) = content else {
        preconditionFailure("\(name) shows panels")
      }
      let list = panels.map {
        "    (\(pythonLiteral($0.title)), \(pythonLiteral($0.runs, indent: 4))),\n"
      }
      return NotebookSource(file).cells(
        assigning: ["PANELS": "[\n\(list.joined())]", "STORE_FOLDER": pythonLiteral(store)],
        filling: ["verdicts": verdicts.map { "- \($0)" }.joined(separator: "\n")])
    }
  }

  /// Table 1 of von Oswald et al. 2020: every method in every scenario.
  static let table1 = NotebookTemplate(
    name: "table1", summary: "every method in every scenario, Table 1 of the paper",
    subject: .table1
  ) { content, store in
    guard case .table1(let runs, let report) = content else {
      preconditionFailure("table1 shows the runs of cells")
    }
    return NotebookSource(PackageResources.table1_py).cells(
      assigning: [
        "RUNS": pythonLiteral(runs),
        "ROWS": "[\n" + report.notebookRows.map { "    \($0),\n" }.joined() + "]",
        "REFERENCES": pythonLiteral(report.references), "STORE_FOLDER": pythonLiteral(store),
      ], filling: ["rule": report.rule])
  }
}
