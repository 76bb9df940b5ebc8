extension ResultsSchema {
  /// Version 1's views, made for a person at the `sqlite3` prompt.
  ///
  /// A column `…_percent` is rounded to two decimals; a column `…task_number` counts from 1, where
  /// the tables' `task` columns count from 0: the names differ so that joining the one with the
  /// other by mistake fails instead of being off by one.
  static let views = """
    CREATE VIEW run_metric AS
      -- The metrics of every complete run, as unrounded fractions; the views below round them.
      -- A metric is NULL where a cell of the accuracy matrix that it needs is absent, and
      -- forgetting and backward_transfer are NULL with a single task.
      WITH
      cell AS (
        SELECT a.run_id, a.trained_task AS i, a.evaluated_task AS j, a.accuracy
        FROM accuracy a JOIN run r ON r.run_id = a.run_id
        WHERE r.status = 'complete' AND a.evaluated_task <= a.trained_task
      ),
      size AS (SELECT run_id, 1 + max(i) AS tasks FROM cell GROUP BY run_id),
      per_task AS (
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
        CASE WHEN max(inference.cells) = tasks THEN max(inference.accuracy) END
          AS task_inference_accuracy
      FROM per_task p LEFT JOIN inference ON inference.run_id = p.run_id
      GROUP BY p.run_id;

    CREATE VIEW final_accuracy AS
      -- Mean test accuracy over all tasks, after the last one was learned. Complete runs.
      SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
        round(100 * m.final_accuracy, 2) AS final_accuracy_percent
      FROM run_metric m JOIN run r ON r.run_id = m.run_id;

    CREATE VIEW during_accuracy AS
      -- Mean test accuracy of each task right after it was learned. Complete runs.
      SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
        round(100 * m.during_accuracy, 2) AS during_accuracy_percent
      FROM run_metric m JOIN run r ON r.run_id = m.run_id;

    CREATE VIEW forgetting AS
      -- Mean drop of the earlier tasks from their best accuracy before the last task to their
      -- final one, in percentage points. NULL unless every cell before was measured.
      SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
        round(100 * m.forgetting, 2) AS forgetting_percent
      FROM run_metric m JOIN run r ON r.run_id = m.run_id;

    CREATE VIEW backward_transfer AS
      -- Mean change of the earlier tasks from right after learning to the end, in percentage
      -- points; negative where later tasks did harm.
      SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
        round(100 * m.backward_transfer, 2) AS backward_transfer_percent
      FROM run_metric m JOIN run r ON r.run_id = m.run_id;

    CREATE VIEW accuracy_matrix AS
      -- Test accuracy on each task after learning each task; task numbers count from 1.
      -- Every run, also one that has not finished.
      SELECT r.run_id AS run, r.experiment, r.seed,
        a.trained_task + 1 AS after_task_number, a.evaluated_task + 1 AS on_task_number,
        round(100 * a.accuracy, 2) AS accuracy_percent
      FROM accuracy a JOIN run r ON r.run_id = a.run_id
      ORDER BY run, after_task_number, on_task_number;

    CREATE VIEW average_accuracy AS
      -- Mean test accuracy over the tasks learned so far, after each of them.
      -- NULL where one of them was not tested.
      SELECT r.run_id AS run, r.experiment, r.seed, a.trained_task + 1 AS tasks_learned,
        CASE WHEN count(*) = a.trained_task + 1 THEN round(100 * avg(a.accuracy), 2) END
          AS average_accuracy_percent
      FROM accuracy a JOIN run r ON r.run_id = a.run_id
      WHERE a.evaluated_task <= a.trained_task
      GROUP BY r.run_id, a.trained_task
      ORDER BY run, tasks_learned;

    CREATE VIEW final_loss AS
      -- Test loss on each task after the last one was learned; task numbers count from 1.
      SELECT r.run_id AS run, r.experiment, r.seed, l.evaluated_task + 1 AS task_number, l.loss
      FROM test_loss l JOIN run r ON r.run_id = l.run_id
      WHERE r.status = 'complete'
        AND l.trained_task = (SELECT max(trained_task) FROM test_loss WHERE run_id = l.run_id)
      ORDER BY run, task_number;

    CREATE VIEW learning_curve AS
      -- What training reported, step by step; task numbers count from 1, steps from 0.
      SELECT r.run_id AS run, r.experiment, r.seed, t.task + 1 AS task_number, t.step,
        t.name AS metric, t.value
      FROM training_metric t JOIN run r ON r.run_id = t.run_id
      ORDER BY run, task_number, metric, step;

    CREATE VIEW latest_run AS
      -- The complete run of each experiment that was last computed or asked for again.
      SELECT experiment, run, seed, finished_at, confirmed_at
      FROM (
        SELECT experiment, run_id AS run, seed, finished_at, confirmed_at,
          row_number() OVER (PARTITION BY experiment ORDER BY confirmed_at DESC, run_id) AS place
        FROM run WHERE status = 'complete'
      )
      WHERE place = 1;

    CREATE VIEW summary AS
      -- Mean and standard error over seeds, in percent (forgetting, backward transfer: percentage
      -- points). Runs with equal experiment and parameters form a group; settings names those
      -- parameters that differ between the groups of an experiment. A seed counts once: its latest
      -- complete run. The standard error of a single seed is NULL.
      WITH
      ranked AS (
        SELECT run_id, experiment, configuration,
          row_number() OVER (
            PARTITION BY experiment, configuration, seed ORDER BY confirmed_at DESC, run_id
          ) AS place
        FROM run WHERE status = 'complete'
      ),
      counted AS (SELECT run_id, experiment, configuration FROM ranked WHERE place = 1),
      differing AS (
        SELECT c.experiment, p.key
        FROM counted c JOIN run_parameter p ON p.run_id = c.run_id
        GROUP BY c.experiment, p.key
        HAVING count(DISTINCT p.value) > 1
          OR count(*) < (SELECT count(*) FROM counted e WHERE e.experiment = c.experiment)
      ),
      labelled AS (
        SELECT c.*, coalesce((
          SELECT group_concat(key || '=' || value, ' ') FROM (
            SELECT p.key, p.value FROM run_parameter p
            JOIN differing d ON d.experiment = c.experiment AND d.key = p.key
            WHERE p.run_id = c.run_id ORDER BY p.key
          )
        ), '') AS settings
        FROM counted c
      ),
      measured (run_id, place, metric, value) AS (
        SELECT run_id, 1, 'final accuracy', final_accuracy FROM run_metric
        UNION ALL SELECT run_id, 2, 'during accuracy', during_accuracy FROM run_metric
        UNION ALL SELECT run_id, 3, 'forgetting', forgetting FROM run_metric
        UNION ALL SELECT run_id, 4, 'backward transfer', backward_transfer FROM run_metric
        UNION ALL SELECT run_id, 5, 'task inference', task_inference_accuracy FROM run_metric
      ),
      mean AS (
        SELECT l.experiment, l.configuration, l.settings, m.place, m.metric,
          avg(m.value) AS mean, count(m.value) AS n
        FROM labelled l JOIN measured m ON m.run_id = l.run_id
        WHERE m.value IS NOT NULL
        GROUP BY l.experiment, l.configuration, m.place
      ),
      spread AS (
        SELECT a.experiment, a.configuration, a.place,
          sum((m.value - a.mean) * (m.value - a.mean)) AS squares
        FROM mean a
        JOIN labelled l ON l.experiment = a.experiment AND l.configuration = a.configuration
        JOIN measured m ON m.run_id = l.run_id AND m.place = a.place AND m.value IS NOT NULL
        GROUP BY a.experiment, a.configuration, a.place
      )
      SELECT a.experiment, a.settings, a.metric, round(100 * a.mean, 2) AS mean_percent,
        CASE WHEN a.n > 1 THEN round(100 * sqrt(s.squares / (a.n - 1) / a.n), 2) END
          AS standard_error_percent,
        a.n AS seeds
      FROM mean a
      JOIN spread s ON s.experiment = a.experiment AND s.configuration = a.configuration
        AND s.place = a.place
      ORDER BY a.experiment, a.settings, a.configuration, a.place;

    CREATE VIEW fig4 AS
      -- Accuracy over the plane of two-dimensional task embeddings: panel a tests the first task,
      -- panel b the last one. Complete runs; task numbers count from 1.
      SELECT r.run_id AS run, r.seed, CASE WHEN e.task = 0 THEN 'a' ELSE 'b' END AS panel,
        e.task + 1 AS task_number, e.x, e.y, round(100 * e.accuracy, 2) AS accuracy_percent
      FROM run r
      JOIN embedding_accuracy e ON e.run_id = r.run_id
      WHERE r.status = 'complete'
        AND (e.task = 0
          OR e.task = (SELECT max(task) FROM task_embedding WHERE run_id = r.run_id))
      ORDER BY run, panel, e.y, e.x;

    CREATE VIEW fig4_embedding AS
      -- The markers of figure 4: the learned two-dimensional embedding of every task.
      SELECT r.run_id AS run, r.seed, a.task + 1 AS task_number, a.value AS x, b.value AS y
      FROM run r
      JOIN task_embedding a ON a.run_id = r.run_id AND a.dimension = 0
      JOIN task_embedding b ON b.run_id = r.run_id AND b.task = a.task AND b.dimension = 1
      WHERE r.status = 'complete'
        AND NOT EXISTS (
          SELECT 1 FROM task_embedding WHERE run_id = r.run_id AND dimension > 1)
      ORDER BY run, task_number;

    CREATE VIEW provenance AS
      -- From a run to the bytes behind it: its stages in order, the nodes each was computed from,
      -- and the files each gave. path is relative to the store's folder.
      SELECT e.run_id AS run, e.position, e.node, e.stage, e.version,
        (SELECT group_concat(node, ', ') FROM (
          SELECT DISTINCT p.node FROM stage_input i
          JOIN stage_execution p ON p.run_id = e.run_id AND p.cache_key = i.input_cache_key
          WHERE i.cache_key = e.cache_key ORDER BY p.position
        )) AS computed_from,
        o.name AS output, a.kind, a.bytes, a.path, o.sha256, e.cache_key
      FROM stage_execution e
      LEFT JOIN stage_output o ON o.cache_key = e.cache_key
      LEFT JOIN artifact a ON a.sha256 = o.sha256
      ORDER BY run, e.position, output;
    """
}
