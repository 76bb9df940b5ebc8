CREATE VIEW table1 AS
-- Table 1 of von Oswald et al. 2020: mean final accuracy and its standard error over seeds, in percent, of the
-- complete runs of the experiment table1, beside the published value. A row for each configuration and
-- numeric class; settings
-- tells what is not the cell's own value. A seed counts once: see counted_run. Runs that hold images out for
-- validation are left out: their accuracies are not those of the table. seconds is the mean of the whole
-- run's computation.
WITH
configuration AS MATERIALIZED (
  SELECT configuration, numeric_class, max(run_id) AS run_id FROM run
  WHERE experiment = 'table1' AND status = 'complete' GROUP BY configuration, numeric_class
),
cell AS MATERIALIZED (
  SELECT c.configuration, c.numeric_class, c.run_id, b.value AS benchmark, s.value AS scenario,
    m.value AS method,
    coalesce(p.value, 'full') AS profile
  FROM configuration AS c
  JOIN run_setting AS b ON b.run_id = c.run_id AND b.key = 'benchmark'
  JOIN run_setting AS s ON s.run_id = c.run_id AND s.key = 'scenario'
  JOIN run_setting AS m ON m.run_id = c.run_id AND m.key = 'method'
  LEFT JOIN run_setting AS p ON p.run_id = c.run_id AND p.key = 'profile'
  WHERE NOT EXISTS (
    SELECT 1 FROM run_setting AS v WHERE v.run_id = c.run_id AND v.key = 'validation'
  )
),
score_of AS MATERIALIZED (
  SELECT configuration, numeric_class,
    max(CASE WHEN metric = 'final accuracy' THEN mean END) AS mean,
    max(CASE WHEN metric = 'final accuracy' THEN standard_error END) AS standard_error,
    max(CASE WHEN metric = 'final accuracy' THEN seeds END) AS seeds,
    max(CASE WHEN metric = 'task inference' THEN mean END) AS task_inference,
    max(CASE WHEN metric = 'forgetting' THEN mean END) AS forgetting
  FROM summary WHERE experiment = 'table1' GROUP BY configuration, numeric_class
),
cost AS MATERIALIZED (
  SELECT c.configuration, c.numeric_class, avg(k.seconds) AS seconds, max(k.stored_samples) AS stored_samples,
    max(k.trainable_weights) AS trainable_weights
  FROM counted_run AS c JOIN run_costs AS k ON k.run_id = c.run_id
  WHERE c.experiment = 'table1' GROUP BY c.configuration, c.numeric_class
)
SELECT c.benchmark, c.scenario, c.method, c.profile,
  coalesce((
    SELECT group_concat(key || '=' || value, ' ') FROM (
      SELECT s.key, s.value FROM run_setting AS s
      WHERE s.run_id = c.run_id AND coalesce(s.is_changed, 1) AND NOT s.is_measurement
        AND s.key NOT IN ('benchmark', 'method', 'profile', 'scenario')
      ORDER BY s.key
    )
  ), '') AS settings,
  a.mean AS mean_percent, a.standard_error AS standard_error_percent, a.seeds,
  a.task_inference AS task_inference_percent, a.forgetting AS forgetting_percent,
  round(k.seconds, 1) AS seconds, k.stored_samples, k.trainable_weights,
  p.mean_percent AS published_percent, p.standard_error_percent AS published_standard_error_percent,
  c.numeric_class
FROM cell AS c
JOIN score_of AS a ON a.configuration = c.configuration AND a.numeric_class IS c.numeric_class
JOIN cost AS k ON k.configuration = c.configuration AND k.numeric_class IS c.numeric_class
LEFT JOIN published_accuracy AS p
  ON p.benchmark = c.benchmark AND p.scenario = c.scenario AND p.method = c.method
ORDER BY c.benchmark DESC, c.scenario, c.method, c.profile, settings;
