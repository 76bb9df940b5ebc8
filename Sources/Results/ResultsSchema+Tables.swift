extension ResultsSchema {
  /// Version 1's tables. The comments stand inside the statements, so that SQLite keeps them.
  static let tables = """
    CREATE TABLE run (
      -- One row per run: one experiment, one setting, one seed.
      run_id TEXT NOT NULL PRIMARY KEY, -- the same run again has the same id
      experiment TEXT NOT NULL,
      seed INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('complete', 'interrupted', 'failed', 'running')),
      started_at TEXT NOT NULL,         -- ISO-8601, UTC
      finished_at TEXT,                 -- ISO-8601, UTC
      confirmed_at TEXT,                -- last time the run was asked for and found complete
      configuration TEXT NOT NULL,      -- all parameters but the seed, sorted, in one line
      engram_version TEXT NOT NULL,
      source_revision TEXT,
      source_is_dirty INTEGER           -- 1: the sources had changes beyond source_revision
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_parameter (
      -- The parameters of a run, all but the seed.
      run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (run_id, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE stage_execution (
      -- The stages of a run, in the order of its graph.
      run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
      position INTEGER NOT NULL,        -- from 0
      node TEXT NOT NULL,               -- name in the graph, such as train/task-03
      cache_key TEXT NOT NULL,          -- SHA-256 of all that determines the result
      stage TEXT NOT NULL,
      version INTEGER NOT NULL,
      seconds REAL NOT NULL,            -- time of the computation, also for a cache hit
      hit INTEGER NOT NULL CHECK (hit IN (0, 1)), -- 1: taken from the cache
      PRIMARY KEY (run_id, node)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stage_execution_by_key ON stage_execution (cache_key);

    CREATE TABLE artifact (
      -- The files that stages published; path is relative to the store's folder.
      sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
      kind TEXT NOT NULL,               -- such as dataset or checkpoint
      path TEXT NOT NULL CHECK (path NOT LIKE '/%' AND path NOT LIKE '%..%'),
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      name TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE stage_input (
      -- What a stage's result was computed from: the cache keys of its inputs.
      cache_key TEXT NOT NULL,
      position INTEGER NOT NULL,        -- from 0
      input_cache_key TEXT NOT NULL,
      PRIMARY KEY (cache_key, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE stage_output (
      -- The files a stage's result consists of.
      cache_key TEXT NOT NULL,
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL REFERENCES artifact,
      PRIMARY KEY (cache_key, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stage_output_by_artifact ON stage_output (sha256);

    CREATE TABLE accuracy (
      -- A[i][j]: test accuracy on task j after training task i. Tasks count from 0.
      run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
      trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
      evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
      accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
      PRIMARY KEY (run_id, trained_task, evaluated_task)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE task_inference (
      -- Fraction of task j's test samples whose task was inferred right after training task i.
      run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
      trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
      evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
      accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
      PRIMARY KEY (run_id, trained_task, evaluated_task)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE test_loss (
      -- Test loss on task j after training task i (mean squared error in regression).
      run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
      trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
      evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
      loss REAL NOT NULL,
      PRIMARY KEY (run_id, trained_task, evaluated_task)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE training_metric (
      -- Values reported while task number `task` (from 0) was trained.
      run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
      task INTEGER NOT NULL CHECK (task >= 0),
      step INTEGER NOT NULL CHECK (step >= 0),
      name TEXT NOT NULL,
      value REAL,                       -- NULL: it was not a finite number
      PRIMARY KEY (run_id, task, step, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE embedding_accuracy (
      -- Test accuracy on a task (from 0) with the weights that the embedding (x, y) generates.
      run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
      task INTEGER NOT NULL CHECK (task >= 0),
      x REAL NOT NULL,
      y REAL NOT NULL,
      accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
      PRIMARY KEY (run_id, task, x, y)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE task_embedding (
      -- The learned task embeddings, one row per component; tasks and dimensions from 0.
      run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
      task INTEGER NOT NULL CHECK (task >= 0),
      dimension INTEGER NOT NULL CHECK (dimension >= 0),
      value REAL NOT NULL,
      PRIMARY KEY (run_id, task, dimension)
    ) STRICT, WITHOUT ROWID;
    """
}
