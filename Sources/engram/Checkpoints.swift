import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Results

/// `engram checkpoints`.
struct Checkpoints: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the checkpoints of a run: one HDF5 file per task.",
    discussion: """
      The checkpoint of a hypernetwork holds its weights and the task embeddings: the weights of every \
      task learned so far can be generated from them. The checkpoint of another method holds its network \
      and what the method remembers. The checkpoint of a replay model holds its encoder and decoder. h5py, \
      Julia, MATLAB and h5dump read these files. Standard error says which run is listed, unless its whole \
      identifier was given.

      EXAMPLES
        engram checkpoints fig4
        engram checkpoints fig4 --format csv | cut -d , -f 2
      """)

  @OptionGroup var target: RunArgument
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption<TableForm>

  func run() throws {
    let results = try store.results()
    let run = try NamedRun(target.name, in: results)
    var checkpoints = try results.query(
      """
      SELECT node, path, bytes, sha256 FROM provenance
      WHERE run_id = \(ResultsStore.literal(run.id)) AND kind IN ('checkpoint', 'classifier', 'replay-model') AND node LIKE '%/task-%'
      ORDER BY position
      """)
    for row in checkpoints.rows.indices {
      // The digest says where a file is; what a database says of its place need not be so.
      guard let sha256 = Fingerprint(hex: checkpoints.rows[row][3].plainText) else { continue }
      checkpoints.rows[row][1] = .text(
        store.url.appendingPathComponent(Store.path(ofBlob: sha256)).path)
    }
    let known = checkpoints.rows.count
    checkpoints.rows.removeAll { !FileManager.default.fileExists(atPath: $0[1].plainText) }
    try format.write(checkpoints)
    run.tell()
    if checkpoints.rows.count < known {
      Failure.message(
        "\(known - checkpoints.rows.count) of \(known) checkpoints are not in the store: the run came in a "
          + "bundle without checkpoints, or they were damaged; 'engram verify' tells which")
    }
  }
}
