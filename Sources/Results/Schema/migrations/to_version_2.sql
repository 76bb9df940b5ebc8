-- From every number to what it was computed by. Which stages measured the rows of version 1 follows from the
-- stages' order; what only manifests know comes with the next record of a run, or by a rebuild.

CREATE TABLE stage_result (
  -- What a stage's result was computed by, from its manifest.
  cache_key TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the preimage
  stage TEXT NOT NULL,
  version INTEGER NOT NULL,
  preimage TEXT NOT NULL,           -- JSON: all that determines the result, path to value
  content_digest TEXT NOT NULL,     -- what stands for the result in the keys of later stages
  numeric_class TEXT,               -- architecture, BLAS kernels, rounding; NULL: no matter
  host TEXT NOT NULL,               -- the machine
  computed_at TEXT NOT NULL,        -- ISO-8601, UTC: when the computation began
  engram_version TEXT NOT NULL,
  source_revision TEXT,
  source_is_dirty INTEGER,          -- 1: the sources had changes beyond source_revision
  libraries TEXT NOT NULL           -- JSON: name to version
) STRICT, WITHOUT ROWID;

CREATE TABLE measurement_source (
  -- From the rows of a measurement to the stage and the file they were read from.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  measurement TEXT NOT NULL,        -- the table, such as accuracy
  task INTEGER NOT NULL CHECK (task >= 0), -- its trained_task where it has one, else its task
  node TEXT NOT NULL,
  output TEXT NOT NULL,             -- the file's name among the stage's outputs
  PRIMARY KEY (run_id, measurement, task),
  FOREIGN KEY (run_id, node) REFERENCES stage_execution ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX measurement_source_by_node ON measurement_source (run_id, node);

INSERT INTO measurement_source
WITH trained AS (
  SELECT run_id, node, row_number() OVER (PARTITION BY run_id ORDER BY position) - 1 AS task
  FROM stage_execution WHERE stage = 'train-task'
),
newest AS (SELECT run_id, node, max(task) AS task FROM trained GROUP BY run_id)
SELECT run_id, 'accuracy', task, node, 'checkpoint.h5' FROM trained t
WHERE EXISTS (SELECT 1 FROM accuracy WHERE run_id = t.run_id AND trained_task = t.task)
UNION ALL
SELECT run_id, 'training_metric', task, node, 'metrics.json' FROM trained t
WHERE EXISTS (SELECT 1 FROM training_metric WHERE run_id = t.run_id AND task = t.task)
UNION ALL
SELECT DISTINCT e.run_id, 'task_embedding', e.task, l.node, 'checkpoint.h5'
FROM task_embedding e JOIN newest l ON l.run_id = e.run_id
UNION ALL
SELECT DISTINCT a.run_id, 'embedding_accuracy', a.task, e.node, 'embedding-scan.json'
FROM embedding_accuracy a
JOIN stage_execution e ON e.run_id = a.run_id AND e.stage = 'scan-embeddings';
