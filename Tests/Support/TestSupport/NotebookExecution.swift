import Foundation
import Synchronization

/// Jupyter notebooks, executed as `make` does it.
package enum NotebookExecution {
  /// Python with the packages of `notebooks-export/requirements.txt`.
  package static let python =
    Command.python
    ?? Fixture.url("").deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".venv/bin/python").path

  private static let hasFonts = Mutex(false)

  /// Executes a notebook in place, in its folder; its outputs are then in the file.
  ///
  /// It shares nothing with other notebooks that are executed meanwhile: neither ports, which Jupyter
  /// chooses before it takes them, nor IPython's history.
  package static func run(_ notebook: URL) throws -> Command.Result {
    // Who first draws text on a machine collects its fonts, and says so if that takes long: not in a
    // cell, whose output tests look at.
    try hasFonts.withLock { hasFonts in
      if !hasFonts { _ = try Command.run([python, "-c", "import matplotlib.font_manager"]) }
      hasFonts = true
    }
    let folder = try TemporaryFolder()
    return try Command.run(
      [
        python, "-m", "nbconvert", "--log-level", "ERROR", "--to", "notebook", "--execute",
        "--inplace", "--KernelManager.transport=ipc", notebook.path,
      ],
      environment: [
        "IPYTHONDIR": folder.url.path, "JUPYTER_RUNTIME_DIR": folder.url.path,
      ], in: notebook.deletingLastPathComponent())
  }
}
