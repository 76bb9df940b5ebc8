extension ResultsSchema {
  /// The view `summary` of version 5.
  static let summaryOfVersion5 = """
    DROP VIEW summary;

    CREATE VIEW summary AS
      -- Mean and standard error over seeds, in percent (forgetting and transfer: percentage points).
      -- Runs of a configuration form a group: they differ in the seed, and in what is looked at (grid,
      -- log_interval, margin, scan). settings tells what is not the experiment's own value; see
      -- configuration_setting for all. A seed counts once: its latest complete run. The standard error
      -- of a single seed is NULL.
      WITH
      ranked AS (
        SELECT run_id, experiment, configuration_id,
          row_number() OVER (
            PARTITION BY configuration_id, seed ORDER BY confirmed_at DESC, run_id
          ) AS place
        FROM run WHERE status = 'complete'
      ),
      counted AS (SELECT run_id, experiment, configuration_id FROM ranked WHERE place = 1),
      labelled AS MATERIALIZED (
        SELECT c.experiment, c.configuration_id, coalesce((
          SELECT group_concat(key || '=' || value, ' ') FROM (
            SELECT p.key, p.value FROM run_parameter p
            WHERE p.run_id = c.run_id AND \(changed()) ORDER BY p.key
          )
        ), '') AS settings
        FROM (
          SELECT experiment, configuration_id, max(run_id) AS run_id FROM counted
          GROUP BY configuration_id
        ) c
      ),
      metrics AS MATERIALIZED (SELECT * FROM run_metric),
      measured (run_id, place, metric, value) AS (
        SELECT run_id, 1, 'final accuracy', final_accuracy FROM metrics
        UNION ALL SELECT run_id, 2, 'during accuracy', during_accuracy FROM metrics
        UNION ALL SELECT run_id, 3, 'forgetting', forgetting FROM metrics
        UNION ALL SELECT run_id, 4, 'backward transfer', backward_transfer FROM metrics
        UNION ALL SELECT run_id, 5, 'forward transfer', forward_transfer FROM metrics
        UNION ALL SELECT run_id, 6, 'task inference', task_inference_accuracy FROM metrics
      ),
      mean AS (
        SELECT c.configuration_id, m.place, m.metric, avg(m.value) AS mean, count(m.value) AS n
        FROM counted c JOIN measured m ON m.run_id = c.run_id
        WHERE m.value IS NOT NULL
        GROUP BY c.configuration_id, m.place
      ),
      spread AS (
        SELECT a.configuration_id, a.place,
          sum((m.value - a.mean) * (m.value - a.mean)) AS squares
        FROM mean a
        JOIN counted c ON c.configuration_id = a.configuration_id
        JOIN measured m ON m.run_id = c.run_id AND m.place = a.place AND m.value IS NOT NULL
        GROUP BY a.configuration_id, a.place
      )
      SELECT l.experiment, a.configuration_id AS configuration, l.settings, a.metric,
        round(100 * a.mean, 2) AS mean_percent,
        CASE WHEN a.n > 1 THEN round(100 * sqrt(s.squares / (a.n - 1) / a.n), 2) END
          AS standard_error_percent,
        a.n AS seeds
      FROM mean a
      JOIN labelled l ON l.configuration_id = a.configuration_id
      JOIN spread s ON s.configuration_id = a.configuration_id AND s.place = a.place
      ORDER BY l.experiment, l.settings, configuration, a.place;

    """

  /// The view of Table 1 of version 5.
  static let table1OfVersion5 = """
    DROP VIEW table1;

    CREATE VIEW table1 AS
      -- Table 1 of von Oswald et al. 2020: mean final accuracy and its standard error over seeds, in
      -- percent, of the complete runs of the experiment table1, beside the published value. A row
      -- for each configuration; settings tells what is not the cell's own value. A seed counts once: its
      -- latest complete run. Columns in percent are rounded; seconds is the mean of the whole run's
      -- computation.
      WITH
      ranked AS (
        SELECT r.run_id, r.configuration, b.value AS benchmark, s.value AS scenario,
          m.value AS method, coalesce(p.value, 'full') AS profile,
          row_number() OVER (
            PARTITION BY r.configuration, r.seed ORDER BY r.confirmed_at DESC, r.run_id
          ) AS place
        FROM run r
        JOIN run_parameter b ON b.run_id = r.run_id AND b.key = 'benchmark'
        JOIN run_parameter s ON s.run_id = r.run_id AND s.key = 'scenario'
        JOIN run_parameter m ON m.run_id = r.run_id AND m.key = 'method'
        LEFT JOIN run_parameter p ON p.run_id = r.run_id AND p.key = 'profile'
        WHERE r.experiment = 'table1' AND r.status = 'complete'
          -- Accuracies on images held out for validation are not those of the table.
          AND NOT EXISTS (
            SELECT 1 FROM run_parameter v WHERE v.run_id = r.run_id AND v.key = 'validation'
          )
      ),
      counted AS MATERIALIZED (
        SELECT run_id, configuration, benchmark, scenario, method, profile
        FROM ranked WHERE place = 1
      ),
      labelled AS MATERIALIZED (
        SELECT c.*, coalesce((
          SELECT group_concat(key || '=' || value, ' ') FROM (
            SELECT p.key, p.value FROM run_parameter p
            WHERE p.run_id = c.run_id
              AND \(changed(besides: "'benchmark', 'method', 'profile', 'scenario'"))
            ORDER BY p.key
          )
        ), '') AS settings,
          m.final_accuracy, m.task_inference_accuracy, m.forgetting,
          k.seconds, k.stored_samples, k.trainable_weights
        FROM counted c
        JOIN run_metric m ON m.run_id = c.run_id
        JOIN run_costs k ON k.run = c.run_id
      ),
      mean AS (
        SELECT configuration, benchmark, scenario, method, profile, max(settings) AS settings,
          avg(final_accuracy) AS mean, count(final_accuracy) AS n,
          avg(task_inference_accuracy) AS task_inference, avg(forgetting) AS forgetting,
          avg(seconds) AS seconds, max(stored_samples) AS stored_samples,
          max(trainable_weights) AS trainable_weights
        FROM labelled GROUP BY configuration
      ),
      spread AS (
        SELECT a.configuration,
          sum((l.final_accuracy - a.mean) * (l.final_accuracy - a.mean)) AS squares
        FROM mean a JOIN labelled l ON l.configuration = a.configuration
        GROUP BY a.configuration
      )
      SELECT a.benchmark, a.scenario, a.method, a.profile, a.settings,
        round(100 * a.mean, 2) AS mean_percent,
        CASE WHEN a.n > 1 THEN round(100 * sqrt(s.squares / (a.n - 1) / a.n), 2) END
          AS standard_error_percent,
        a.n AS seeds,
        round(100 * a.task_inference, 2) AS task_inference_percent,
        round(100 * a.forgetting, 2) AS forgetting_percent,
        round(a.seconds, 1) AS seconds, a.stored_samples, a.trainable_weights,
        p.mean AS published_percent, p.standard_error AS published_standard_error_percent
      FROM mean a
      JOIN spread s ON s.configuration = a.configuration
      LEFT JOIN published_accuracy p ON p.benchmark = a.benchmark AND p.scenario = a.scenario
        AND p.method = a.method
      ORDER BY a.benchmark DESC, a.scenario, a.method, a.profile, a.settings;
    """
}
