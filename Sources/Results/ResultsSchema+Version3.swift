extension ResultsSchema {
  /// What version 3 adds: what runs cost, published values, forward transfer, the paper's Table 1.
  ///
  /// Rows of version 2 stay; the costs of a run come with its next record, or by a rebuild.
  static let version3 =
    """
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

    DROP VIEW run_metric;

    \(runMetric(
      same: """
        benchmark, profile, dataset, groups, tasks, steps, batch,
              -- learning_rate and target_hidden are the same
        """,
      keys: """
        'benchmark', 'profile', 'dataset', 'groups',
                        'tasks', 'steps', 'batch', 'learning_rate', 'target_hidden'
        """))

    CREATE VIEW forward_transfer AS
      -- Mean gain, right after learning them, on all tasks but the first over networks that learned
      -- each of them alone, in percentage points: see run_metric. Complete runs.
      SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
        round(100 * m.forward_transfer, 2) AS forward_transfer_percent
      FROM run_metric m JOIN run r ON r.run_id = m.run_id;

    CREATE VIEW task_inference_accuracy AS
      -- Share of test samples whose task was inferred right after the last task was learned, mean
      -- over the tasks. NULL where the task is given. Complete runs.
      SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
        round(100 * m.task_inference_accuracy, 2) AS task_inference_accuracy_percent
      FROM run_metric m JOIN run r ON r.run_id = m.run_id;

    CREATE VIEW run_costs AS
      -- What complete runs cost: seconds of computation of all their stages (those of the original
      -- computation for what was found), weights, stored samples, memory.
      SELECT r.run_id AS run, r.experiment, r.seed,
        (SELECT sum(seconds) FROM stage_execution e WHERE e.run_id = r.run_id) AS seconds,
        c.trainable_weights, c.target_weights, c.stored_samples, c.memory_bytes
      FROM run r LEFT JOIN run_cost c ON c.run_id = r.run_id
      WHERE r.status = 'complete'
      ORDER BY run;

    CREATE VIEW training_metric_provenance AS
      -- Every value of a training log with the file it was read from and what computed that. What
      -- replay models and networks that tell tasks have logged begins with 'replay ' and 'inference ',
      -- and was measured by their stages: in measurement_provenance they are measurements of their
      -- own, 'training_metric replay' and 'training_metric inference'. Tasks count from 0.
      SELECT c.run_id AS run, t.experiment, t.seed, c.task, c.step, c.name, c.value,
        \(source)
      FROM training_metric c
      JOIN run t ON t.run_id = c.run_id
      LEFT JOIN measurement_source m ON m.run_id = c.run_id AND m.task = c.task
        AND m.measurement = CASE
          WHEN c.name LIKE 'replay %' THEN 'training_metric replay'
          WHEN c.name LIKE 'inference %' THEN 'training_metric inference'
          ELSE 'training_metric' END
      \(sourceJoins);

    \(summaryOfVersion3)
    \(table1())
    """

  /// The view of all metrics. Forward transfer is held against the run alone whose parameters `keys`, a
  /// list in SQL, are the same; `same` says so in its comment.
  static func runMetric(same: String, keys: String) -> String {
    """
    CREATE VIEW run_metric AS
      -- The metrics of every complete run, as unrounded fractions; the views below round them.
      -- A metric is NULL where a cell of the accuracy matrix that it needs is absent; forgetting and
      -- transfer are NULL with a single task. Forward transfer is held against a network that learns
      -- each task alone: the complete run with method scratch and scenario CL1 of the same
      -- experiment and seed whose \(same); NULL where there is none.
      WITH
      cell AS (
        SELECT a.run_id, a.trained_task AS i, a.evaluated_task AS j, a.accuracy
        FROM accuracy a JOIN run r ON r.run_id = a.run_id
        WHERE r.status = 'complete' AND a.evaluated_task <= a.trained_task
      ),
      size AS (SELECT run_id, 1 + max(i) AS tasks FROM cell GROUP BY run_id),
      per_task AS MATERIALIZED (
        SELECT c.run_id, s.tasks, c.j AS task,
          max(CASE WHEN i = tasks - 1 THEN accuracy END) AS final,
          max(CASE WHEN i = j THEN accuracy END) AS during,
          CASE WHEN count(CASE WHEN i < tasks - 1 THEN 1 END) = tasks - 1 - c.j
            THEN max(CASE WHEN i < tasks - 1 THEN accuracy END) END AS best_before
        FROM cell c JOIN size s ON s.run_id = c.run_id
        GROUP BY c.run_id, c.j
      ),
      inference AS (
        SELECT t.run_id, count(*) AS cells, avg(t.accuracy) AS accuracy
        FROM task_inference t JOIN size s
          ON s.run_id = t.run_id AND t.trained_task = s.tasks - 1 AND t.evaluated_task < s.tasks
        GROUP BY t.run_id
      ),
      comparable AS MATERIALIZED (
        SELECT r.run_id, r.confirmed_at,
          r.experiment || char(10) || r.seed || char(10) || coalesce((
            SELECT group_concat(key || '=' || value, char(10)) FROM (
              SELECT p.key, p.value FROM run_parameter p
              WHERE p.run_id = r.run_id AND p.key IN (\(keys))
              ORDER BY p.key
            )
          ), '') AS setting
        FROM run r WHERE r.status = 'complete'
      ),
      scratch AS MATERIALIZED (
        SELECT setting, run_id FROM (
          SELECT c.setting, c.run_id, row_number() OVER (
              PARTITION BY c.setting ORDER BY c.confirmed_at DESC, c.run_id
            ) AS place
          FROM comparable c
          JOIN run_parameter m ON m.run_id = c.run_id AND m.key = 'method' AND m.value = 'scratch'
          JOIN run_parameter s ON s.run_id = c.run_id AND s.key = 'scenario' AND s.value = 'CL1'
        ) WHERE place = 1
      ),
      forward AS (
        SELECT p.run_id, count(p.during - alone.during) AS cells,
          avg(p.during - alone.during) AS transfer
        FROM per_task p
        JOIN comparable c ON c.run_id = p.run_id
        JOIN scratch s ON s.setting = c.setting
        JOIN per_task alone ON alone.run_id = s.run_id AND alone.task = p.task
        WHERE p.task > 0
        GROUP BY p.run_id
      )
      SELECT p.run_id, p.tasks,
        CASE WHEN count(final) = tasks THEN avg(final) END AS final_accuracy,
        CASE WHEN count(during) = tasks THEN avg(during) END AS during_accuracy,
        CASE WHEN tasks > 1 AND count(CASE WHEN task < tasks - 1 THEN best_before - final END)
            = tasks - 1
          THEN avg(CASE WHEN task < tasks - 1 THEN best_before - final END) END AS forgetting,
        CASE WHEN tasks > 1 AND count(CASE WHEN task < tasks - 1 THEN final - during END)
            = tasks - 1
          THEN avg(CASE WHEN task < tasks - 1 THEN final - during END) END AS backward_transfer,
        CASE WHEN tasks > 1 AND max(forward.cells) = tasks - 1 THEN max(forward.transfer) END
          AS forward_transfer,
        CASE WHEN max(inference.cells) = tasks THEN max(inference.accuracy) END
          AS task_inference_accuracy
      FROM per_task p
      LEFT JOIN inference ON inference.run_id = p.run_id
      LEFT JOIN forward ON forward.run_id = p.run_id
      GROUP BY p.run_id;
    """
  }
}
