import os
import sqlite3
from pathlib import Path

# An empty variable counts as unset. A URI has characters of its own, such as '?' and '%'.
STORE = Path(os.environ.get("ENGRAM_STORE") or STORE_FOLDER).resolve()
if not (STORE / "results.sqlite").exists():
    raise FileNotFoundError(f"no results in '{STORE}'; ENGRAM_STORE names another store")
database = sqlite3.connect((STORE / "results.sqlite").as_uri() + "?mode=ro", uri=True)


def artifact(run, output):
    """A file that a run's stages gave: its path in the store; None where they gave none."""
    found = database.execute(
        "SELECT path FROM provenance WHERE run_id = ? AND output = ?"
        " ORDER BY position DESC LIMIT 1",
        (run, output),
    ).fetchone()
    return STORE / found[0] if found else None


def origin(run):
    """The numeric class and the commits of the program that computed a run."""
    found = database.execute(
        "SELECT DISTINCT numeric_class, source_revision, source_is_dirty FROM provenance"
        " WHERE run_id = ? AND numeric_class IS NOT NULL ORDER BY 1, 2",
        (run,),
    )
    return "; ".join(
        f"class {name}, commit {(commit or 'unknown')[:12]}{'+' if dirty else ''}"
        for name, commit, dirty in found
    )
