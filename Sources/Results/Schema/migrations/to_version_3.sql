-- What runs cost, and published values. The costs of a run come with its next record, or by a rebuild.

CREATE TABLE run_cost (
  -- What a run's method needs, and what it keeps from task to task.
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  trainable_weights INTEGER NOT NULL CHECK (trainable_weights >= 0), -- over all tasks
  target_weights INTEGER NOT NULL CHECK (target_weights >= 0), -- of the network that classifies
  stored_samples INTEGER NOT NULL CHECK (stored_samples >= 0), -- real ones, of past tasks
  -- All that is kept from task to task, after the last one: weights, embeddings, importances,
  -- the replay model, stored samples.
  memory_bytes INTEGER NOT NULL CHECK (memory_bytes >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE published_accuracy (
  -- Published final accuracies, as the program that last wrote here knows them.
  benchmark TEXT NOT NULL,          -- split-mnist or permuted-mnist-10
  scenario TEXT NOT NULL CHECK (scenario IN ('CL1', 'CL2', 'CL3')),
  method TEXT NOT NULL,             -- as the parameter of runs
  mean REAL NOT NULL CHECK (mean BETWEEN 0 AND 100), -- percent
  standard_error REAL NOT NULL CHECK (standard_error > 0), -- of the mean, percentage points
  seeds INTEGER NOT NULL CHECK (seeds > 1),
  published_column TEXT NOT NULL,   -- the table's column that it stands in
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  note TEXT,                        -- why the column stands for this method
  PRIMARY KEY (benchmark, scenario, method)
) STRICT, WITHOUT ROWID;
