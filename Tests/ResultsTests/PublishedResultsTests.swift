import Foundation
import Results
import Testing

@Suite("Published values")
struct PublishedResultsTests {
  private func json(_ change: (inout [String: Any]) -> Void) throws -> Data {
    var file: [String: Any] = [
      "table": "t", "seeds": 20, "sources": ["a": ["citation": "A", "url": "https://a"]],
      "notes": ["n": "why"],
      "results": [entry(), entry(["method": "si", "note": "n"])],
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
    #expect(published.results.count == 44)
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
    #expect(value("permuted-mnist-10", "CL3", "ewc") == [33.88, 0.49])
    #expect(value("split-mnist", "CL2", "si") == [65.36, 1.57])
    #expect(value("permuted-mnist-10", "CL1", "dgr+distill") == [97.51, 0.01])
    #expect(value("split-mnist", "CL1", "dgr") == [])
    #expect(value("split-mnist", "CL2", "hnet") == [])
    let notes = published.results.filter { $0.note != nil }.map(\.cell.method)
    #expect(Set(notes) == ["hnet", "hnet+ent", "hnet+r", "ewc", "dgr+distill"])
  }

  @Test("a mistake in the file is refused, and named")
  func mistakes() throws {
    #expect(try PublishedResults(json: json { _ in }).results.map(\.note) == [nil, "why"])
    func refusal(_ change: (inout [String: Any]) -> Void) throws -> String {
      let data = try json(change)
      let error = #expect(throws: ResultsError.self) { try PublishedResults(json: data) }
      #expect(error?.code == .invalidPublished)
      return error?.message ?? ""
    }
    let entries: [([String: Any], String)] = [
      (["scenario": "CL4"], "split-mnist CL4 ewc: there is no scenario 'CL4'"),
      (["mean": 912], "a mean of 912.0 %"), (["standardError": 0], "a standard error of 0.0"),
      (["source": "b"], "there is no source 'b'"), (["note": "m"], "there is no note 'm'"),
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
