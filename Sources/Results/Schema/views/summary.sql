CREATE VIEW summary AS
-- Mean and standard error over the seeds of each configuration, by metric, in the metric's unit; percents are
-- rounded. Runs of a configuration differ in the seed, and in what is measured only. settings tells what is
-- not the experiment's own value; configuration_setting has all. A seed counts once: see counted_run. The
-- standard error of a single seed is NULL. Numeric classes are kept apart.
WITH
measured AS MATERIALIZED (
  SELECT c.experiment, c.configuration, c.settings, c.numeric_class, m.metric, m.value
  FROM counted_run AS c JOIN run_metric AS m ON m.run_id = c.run_id
),
mean AS (
  SELECT experiment, configuration, max(settings) AS settings, numeric_class, metric, avg(value) AS mean,
    count(*) AS n
  FROM measured GROUP BY experiment, configuration, numeric_class, metric
),
spread AS (
  SELECT a.configuration, a.numeric_class, a.metric,
    sum((m.value - a.mean) * (m.value - a.mean)) AS squares
  FROM mean AS a
  JOIN measured AS m
    ON m.configuration = a.configuration AND m.numeric_class IS a.numeric_class AND m.metric = a.metric
  GROUP BY a.configuration, a.numeric_class, a.metric
)
SELECT a.experiment, a.configuration, a.settings, a.metric,
  CASE WHEN k.unit LIKE 'percent%' THEN round(a.mean, 2) ELSE a.mean END AS mean,
  CASE WHEN a.n > 1 THEN
    CASE WHEN k.unit LIKE 'percent%' THEN round(sqrt(s.squares / (a.n - 1) / a.n), 2)
      ELSE sqrt(s.squares / (a.n - 1) / a.n) END
  END AS standard_error,
  k.unit, a.n AS seeds, a.numeric_class
FROM mean AS a
JOIN spread AS s
  ON s.configuration = a.configuration AND s.numeric_class IS a.numeric_class AND s.metric = a.metric
JOIN metric AS k ON k.metric = a.metric
ORDER BY a.experiment, a.settings, a.configuration, a.numeric_class, k.position;
