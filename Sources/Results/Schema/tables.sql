-- The tables of results.sqlite. The comments stand inside the statements, so that SQLite keeps them.
-- Tasks and dimensions count from 1, accuracies are in percent; data_dictionary explains every column.

CREATE TABLE run (
  -- One row per run: one experiment, one configuration, one seed.
  run_id TEXT NOT NULL PRIMARY KEY, -- the same run again has the same one
  experiment TEXT NOT NULL,
  seed INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('complete', 'interrupted', 'failed', 'running')),
  started_at TEXT NOT NULL, -- ISO-8601, UTC
  finished_at TEXT, -- ISO-8601, UTC
  confirmed_at TEXT, -- last time the run was asked for and found complete
  configuration TEXT NOT NULL, -- equal for runs that differ in the seed and in what is measured only
  settings TEXT NOT NULL, -- those that act on what is learned and differ from the experiment's own
  comparison TEXT, -- equal where forward transfer may compare two runs; NULL: not known
  tasks INTEGER CHECK (tasks >= 1), -- those that were tested, of a complete run
  numeric_class TEXT, -- whose bits the numbers are, such as x86_64 portable; NULL: not known
  engram_version TEXT NOT NULL,
  source_revision TEXT,
  source_is_dirty INTEGER -- 1: the sources had changes beyond source_revision
) STRICT, WITHOUT ROWID;
CREATE INDEX run_by_configuration ON run (configuration, seed);
CREATE INDEX run_by_comparison ON run (comparison);

CREATE TABLE run_setting (
  -- The settings that concern a run, but for the seed.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL, -- as text
  number ANY, -- the value where it is a number
  is_changed INTEGER, -- 1: not the experiment's own value; NULL: not known yet
  is_measurement INTEGER NOT NULL, -- 1: decides what is measured, and not what is learned
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_setting_unknown ON run_setting (run_id) WHERE is_changed IS NULL;

CREATE TABLE stage_execution (
  -- The stages of a run, in the order of its graph.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL, -- from 1
  node TEXT NOT NULL, -- name in the graph, such as train/task-03
  cache_key TEXT NOT NULL, -- SHA-256 of all that determines the result
  stage TEXT NOT NULL,
  version INTEGER NOT NULL,
  seconds REAL NOT NULL, -- time of the computation, also for a cache hit
  hit INTEGER NOT NULL CHECK (hit IN (0, 1)), -- 1: taken from the cache
  PRIMARY KEY (run_id, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX stage_execution_by_key ON stage_execution (cache_key);

CREATE TABLE artifact (
  -- The files that stages published; path is relative to the store's folder.
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  kind TEXT NOT NULL, -- such as dataset or checkpoint
  path TEXT NOT NULL CHECK (path NOT LIKE '/%' AND path NOT LIKE '%..%'),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stage_input (
  -- What a stage's result was computed from: the cache keys of its inputs.
  cache_key TEXT NOT NULL,
  position INTEGER NOT NULL, -- from 1
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

CREATE TABLE stage_result (
  -- What a stage's result was computed by, from its manifest.
  cache_key TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the preimage
  stage TEXT NOT NULL,
  version INTEGER NOT NULL,
  preimage TEXT NOT NULL, -- JSON: all that determines the result, path to value
  content_digest TEXT NOT NULL, -- what stands for the result in the keys of later stages
  numeric_class TEXT, -- whose bits the numbers are; NULL: they are the same everywhere
  host TEXT NOT NULL, -- the machine
  computed_at TEXT NOT NULL, -- ISO-8601, UTC: when the computation began
  engram_version TEXT NOT NULL,
  source_revision TEXT,
  source_is_dirty INTEGER, -- 1: the sources had changes beyond source_revision
  libraries TEXT NOT NULL -- JSON: name to version
) STRICT, WITHOUT ROWID;

CREATE TABLE metric (
  -- The metrics: of scores, and of whole runs.
  metric TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL, -- its place in a list of several
  unit TEXT NOT NULL,
  better TEXT CHECK (better IN ('higher', 'lower')), -- NULL: neither
  meaning TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE score (
  -- How well a run did on one task (evaluated_task) after it had learned another (trained_task).
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  metric TEXT NOT NULL REFERENCES metric, -- accuracy, task inference or mean squared error
  trained_task INTEGER NOT NULL CHECK (trained_task >= 1),
  evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 1),
  value REAL NOT NULL CHECK (metric = 'mean squared error' OR value BETWEEN 0 AND 100), -- in its unit
  PRIMARY KEY (run_id, metric, trained_task, evaluated_task)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_score (
  -- What sums up the scores of a complete run, not rounded. A metric that a run does not have has no row.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  metric TEXT NOT NULL REFERENCES metric,
  value REAL NOT NULL, -- in the metric's unit
  PRIMARY KEY (run_id, metric)
) STRICT, WITHOUT ROWID;

CREATE TABLE training_metric (
  -- Values reported while a task was trained. Table metric has their meanings; before the name of a value may
  -- stand 'replay ' or 'inference ', of a replay model or of a network that infers tasks.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 1),
  step INTEGER NOT NULL CHECK (step >= 0),
  name TEXT NOT NULL,
  value REAL, -- NULL: it was not a finite number
  PRIMARY KEY (run_id, task, step, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE embedding_accuracy (
  -- Test accuracy on a task with the weights that the embedding (x, y) generates.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 1),
  x REAL NOT NULL,
  y REAL NOT NULL,
  accuracy_percent REAL NOT NULL CHECK (accuracy_percent BETWEEN 0 AND 100),
  PRIMARY KEY (run_id, task, x, y)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_embedding (
  -- The learned task embeddings at the end of a run, one row per component.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 1),
  dimension INTEGER NOT NULL CHECK (dimension >= 1),
  value REAL NOT NULL,
  PRIMARY KEY (run_id, task, dimension)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_cost (
  -- What a run's method needs, and what it keeps from task to task.
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  trainable_weights INTEGER NOT NULL CHECK (trainable_weights >= 0), -- over all tasks
  target_weights INTEGER NOT NULL CHECK (target_weights >= 0), -- of the target network
  stored_samples INTEGER NOT NULL CHECK (stored_samples >= 0), -- real ones, of past tasks
  -- All that is kept from task to task, after the last one: weights, embeddings, importances,
  -- the replay model, stored samples.
  memory_bytes INTEGER NOT NULL CHECK (memory_bytes >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE measurement_source (
  -- From the rows of a measurement to the stage and the file they were read from.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  measurement TEXT NOT NULL, -- a metric of score, or a table; training_metric replay and inference: such logs
  task INTEGER NOT NULL CHECK (task >= 1), -- its trained_task where it has one, else its task
  node TEXT NOT NULL,
  output TEXT NOT NULL, -- the file's name among the stage's outputs
  PRIMARY KEY (run_id, measurement, task),
  FOREIGN KEY (run_id, node) REFERENCES stage_execution ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX measurement_source_by_node ON measurement_source (run_id, node);

CREATE TABLE published_accuracy (
  -- Published final accuracies, as the program that last wrote here knows them.
  benchmark TEXT NOT NULL, -- split-mnist or permuted-mnist-10
  scenario TEXT NOT NULL CHECK (scenario IN ('CL1', 'CL2', 'CL3')),
  method TEXT NOT NULL, -- as the setting of runs
  mean_percent REAL NOT NULL CHECK (mean_percent BETWEEN 0 AND 100),
  standard_error_percent REAL NOT NULL CHECK (standard_error_percent > 0), -- percentage points
  seeds INTEGER NOT NULL CHECK (seeds > 1),
  published_column TEXT NOT NULL, -- the table's column that it stands in
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  note TEXT, -- why the column stands for this method
  PRIMARY KEY (benchmark, scenario, method)
) STRICT, WITHOUT ROWID;

CREATE TABLE data_dictionary (
  -- What each table, view and column means; column_name is empty for the table or view itself.
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  unit TEXT, -- NULL: none
  meaning TEXT NOT NULL,
  PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;
