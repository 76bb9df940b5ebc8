import Foundation
import Results
import Tables
import Testing

@Suite("Published values")
struct PublishedResultsTests {
  private func json(_ change: (inout [String: Any]) -> Void) throws -> Data {
    var file: [String: Any] = [
      "table": "t", "seeds": 20, "sources": ["a": ["citation": "A", "url": "https://a"]],
      "notes": ["n": "why"],
      "results": [entry(), entry(["method": "si", "notes": ["n"]])],
    ]
    change(&file)
    return try JSONSerialization.data(withJSONObject: file)
  }

  private func entry(_ changes: [String: Any] = [:]) -> [String: Any] {
    [
      "benchmark": "split-mnist", "scenario": "CL1", "method": "ewc", "column": "EWC",
      "mean": 99.12, "standardError": 0.11, "source": "a",
    ].merging(changes) { $1 }
  }

  @Test("the file that the program brings along is valid and has every published cell")
  func embedded() throws {
    let published = try PublishedResults.embedded()
    #expect(published.results.count == 59)
    #expect(
      published.results.allSatisfy { $0.accuracy.n == 20 && $0.url.hasPrefix("https://arxiv") })
    func value(_ benchmark: String, _ scenario: String, _ method: String) -> [Double] {
      let found = published[Table1Cell(benchmark, scenario, method)]?.accuracy
      return found.map { [$0.mean, $0.standardError ?? 0] } ?? []
    }
    // One of each column, of both benchmarks and all scenarios.
    #expect(value("split-mnist", "CL1", "hnet") == [99.79, 0.01])
    #expect(value("split-mnist", "CL2", "hnet+ent") == [87.01, 0.47])
    #expect(value("permuted-mnist-10", "CL3", "hnet+tir") == [97.59, 0.01])
    #expect(value("split-mnist", "CL3", "hnet+r") == [95.30, 0.13])
    #expect(value("permuted-mnist-10", "CL3", "online-ewc") == [33.88, 0.49])
    // Each method's own: EWC is not online EWC, DGR not DGR with distillation.
    #expect(value("permuted-mnist-10", "CL3", "ewc") == [25.04, 0.50])
    #expect(value("split-mnist", "CL2", "ewc") == [63.95, 1.90])
    #expect(value("split-mnist", "CL1", "dgr") == [99.50, 0.03])
    #expect(value("permuted-mnist-10", "CL2", "dgr") == [95.09, 0.04])
    #expect(value("permuted-mnist-10", "CL1", "fine-tuning") == [81.79, 0.48])
    #expect(value("permuted-mnist-10", "CL2", "lwf") == [72.64, 0.52])
    #expect(value("permuted-mnist-10", "CL2", "joint") == [97.59, 0.01])
    #expect(value("split-mnist", "CL2", "si") == [65.36, 1.57])
    #expect(value("permuted-mnist-10", "CL1", "dgr+distill") == [97.51, 0.01])
    #expect(value("split-mnist", "CL1", "joint") == [] && value("split-mnist", "CL3", "mas") == [])
    #expect(value("split-mnist", "CL2", "hnet") == [])
    for result in published.results {
      let ours = result.cell.method.hasPrefix("hnet")
      #expect(result.source.contains("arXiv 1906.00695") == ours, "\(result.cell)")
      // What another program published says so.
      #expect(result.notes.contains { $0.contains("another program") } != ours, "\(result.cell)")
    }
    let own = published.results.filter { $0.cell.benchmark == "permuted-mnist-10" }
      .filter { ["ewc", "dgr", "lwf", "fine-tuning", "joint"].contains($0.cell.method) }
    #expect(own.count == 15 && own.allSatisfy { $0.source.contains("arXiv 1809.10635, Table 4") })
    #expect(
      Set(published.results.filter { !$0.settings.isEmpty }.map(\.cell.method))
        == ["hnet+ent", "hnet+r", "online-ewc"])
  }

  @Test("a mistake in the file is refused, and named")
  func mistakes() throws {
    #expect(try PublishedResults(json: json { _ in }).results.map(\.notes) == [[], ["why"]])
    func refusal(_ change: (inout [String: Any]) -> Void) throws -> String {
      let data = try json(change)
      let error = #expect(throws: ResultsError.self) { try PublishedResults(json: data) }
      #expect(error?.code == .invalidPublished)
      return error?.message ?? ""
    }
    let entries: [([String: Any], String)] = [
      (["scenario": "CL4"], "split-mnist CL4 ewc: there is no scenario 'CL4'"),
      (["mean": 912], "a mean of 912.0 %"), (["standardError": 0], "a standard error of 0.0"),
      (["source": "b"], "there is no source 'b'"), (["notes": ["m"]], "there is no note 'm'"),
      (["standardError": NSNull()], "standardError"), (["settings": "beta=1"], "settings"),
      (["method": ""], "a name is empty"), (["nota": "n"], "unknown fields: nota"),
      (["mean": "99"], "mean"),
    ]
    for (change, message) in entries {
      let found = try refusal { $0["results"] = [entry(change)] }
      #expect(found.contains(message), "\(found)")
    }
    #expect(try refusal { $0["results"] = [entry(), entry()] }.contains("it has two values"))
    #expect(try refusal { $0["results"] = [] }.contains("there are no values"))
    #expect(try refusal { $0["seeds"] = 1 }.contains("'seeds' is 1"))
    #expect(try refusal { $0["sorces"] = [:] }.contains("unknown fields: sorces"))
    #expect(try refusal { $0["results"] = nil }.contains("results"))
    #expect(throws: ResultsError.self) { try PublishedResults(json: Data("[1".utf8)) }
  }
}
