extension ResultsSchema {
  /// What version 2 adds: from every number to what it was computed by.
  ///
  /// Rows of version 1 stay; which of their stages measured what follows from the stages' order, and
  /// what only the manifests know comes with the next record of a run, or by a rebuild.
  static let version2 = """
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

    DROP VIEW provenance;

    CREATE VIEW provenance AS
      -- From a run to the bytes behind it: its stages in order, the nodes each was computed from,
      -- and the files each gave, with what they were computed by. path is relative to the store's
      -- folder. inputs: JSON, node, cache key and content digest of each input in order.
      SELECT e.run_id AS run, e.position, e.node, e.stage, e.version,
        (SELECT group_concat(node, ', ') FROM (
          SELECT DISTINCT p.node FROM stage_input i
          JOIN stage_execution p ON p.run_id = e.run_id AND p.cache_key = i.input_cache_key
          WHERE i.cache_key = e.cache_key ORDER BY p.position
        )) AS computed_from,
        o.name AS output, a.kind, a.bytes, a.path, o.sha256, e.cache_key,
        \(facts)
      FROM stage_execution e
      LEFT JOIN stage_output o ON o.cache_key = e.cache_key
      LEFT JOIN artifact a ON a.sha256 = o.sha256
      LEFT JOIN stage_result r ON r.cache_key = e.cache_key
      ORDER BY run, e.position, output;

    CREATE VIEW measurement_provenance AS
      -- From the rows of a measurement to the file they were read from and what computed it. To be
      -- joined by run, measurement (the table's name) and task (from 0; trained_task in tables that
      -- have one).
      SELECT m.run_id AS run, m.measurement, m.task,
        \(source)
      FROM measurement_source m
      \(sourceJoins);

    CREATE VIEW accuracy_provenance AS
      -- Every accuracy, of runs in whatever state, with the file it was read from and what computed
      -- that. Tasks count from 0.
      SELECT c.run_id AS run, t.experiment, t.seed, c.trained_task, c.evaluated_task, c.accuracy,
        \(source)
      FROM accuracy c
      JOIN run t ON t.run_id = c.run_id
      LEFT JOIN measurement_source m
        ON m.run_id = c.run_id AND m.measurement = 'accuracy' AND m.task = c.trained_task
      \(sourceJoins);
    """

  /// What a stage's result `r`, of the execution `e`, was computed by.
  private static let facts = """
    r.content_digest, r.preimage,
        (SELECT json_group_array(json_object(
          'node', node, 'cache_key', input_cache_key, 'content_digest', content_digest)) FROM (
            SELECT (SELECT p.node FROM stage_execution p
                WHERE p.run_id = e.run_id AND p.cache_key = i.input_cache_key LIMIT 1) AS node,
              i.input_cache_key, x.content_digest
            FROM stage_input i LEFT JOIN stage_result x ON x.cache_key = i.input_cache_key
            WHERE i.cache_key = e.cache_key ORDER BY i.position
        )) AS inputs,
        e.seconds, e.hit, r.computed_at, r.host, r.numeric_class, r.engram_version,
        r.source_revision, r.source_is_dirty, r.libraries
    """

  /// The columns that lead from a source `m` to what computed it.
  static let source = """
    m.node, e.stage, e.version, m.output, a.path, o.sha256, e.cache_key,
        \(facts)
    """

  /// The joins that these columns need.
  static let sourceJoins = """
    LEFT JOIN stage_execution e ON e.run_id = m.run_id AND e.node = m.node
      LEFT JOIN stage_output o ON o.cache_key = e.cache_key AND o.name = m.output
      LEFT JOIN artifact a ON a.sha256 = o.sha256
      LEFT JOIN stage_result r ON r.cache_key = e.cache_key
    """
}
