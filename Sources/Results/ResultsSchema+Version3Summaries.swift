extension ResultsSchema {
  /// The view `summary` of version 3, which has forward transfer.
  static let summaryOfVersion3 = """
    DROP VIEW summary;

    CREATE VIEW summary AS
      -- Mean and standard error over seeds, in percent (forgetting and transfer: percentage points).
      -- Runs with equal experiment and parameters form a group; settings names those
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

    """

  /// The view of the paper's Table 1, of the runs that meet `condition`.
  static func table1(where condition: String = "") -> String {
    """
    CREATE VIEW table1 AS
      -- Table 1 of von Oswald et al. 2020: mean final accuracy and its standard error over seeds, in
      -- percent, of the complete runs of the experiment table1, beside the published value. A row
      -- for each configuration; settings names the parameters that differ between the configurations
      -- of a cell. A seed counts once: its latest complete run. Columns in percent are rounded;
      -- seconds is the mean of the whole run's computation.
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
        WHERE r.experiment = 'table1' AND r.status = 'complete'\(condition)
      ),
      counted AS MATERIALIZED (
        SELECT run_id, configuration, benchmark, scenario, method, profile
        FROM ranked WHERE place = 1
      ),
      size AS MATERIALIZED (
        SELECT benchmark, scenario, method, profile, count(*) AS runs
        FROM counted GROUP BY benchmark, scenario, method, profile
      ),
      differing AS MATERIALIZED (
        SELECT c.benchmark, c.scenario, c.method, c.profile, p.key
        FROM counted c
        JOIN size z USING (benchmark, scenario, method, profile)
        JOIN run_parameter p ON p.run_id = c.run_id
        GROUP BY c.benchmark, c.scenario, c.method, c.profile, p.key
        HAVING count(DISTINCT p.value) > 1 OR count(*) < max(z.runs)
      ),
      labelled AS MATERIALIZED (
        SELECT c.*, coalesce((
          SELECT group_concat(key || '=' || value, ' ') FROM (
            SELECT p.key, p.value FROM run_parameter p
            JOIN differing d ON d.benchmark = c.benchmark AND d.scenario = c.scenario
              AND d.method = c.method AND d.profile = c.profile AND d.key = p.key
            WHERE p.run_id = c.run_id ORDER BY p.key
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
        p.mean AS published_percent, p.standard_error AS published_standard_error_percent,
        round(100 * a.mean - p.mean, 2) AS difference_percent
      FROM mean a
      JOIN spread s ON s.configuration = a.configuration
      LEFT JOIN published_accuracy p ON p.benchmark = a.benchmark AND p.scenario = a.scenario
        AND p.method = a.method
      ORDER BY a.benchmark DESC, a.scenario, a.method, a.profile, a.settings;
    """
  }
}
