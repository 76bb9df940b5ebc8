CREATE VIEW counted_run AS
-- The runs that means over seeds count: of each seed of a configuration the latest complete one, for each
-- numeric class.
SELECT run_id, experiment, seed, configuration, settings, numeric_class
FROM (
  SELECT *,
    row_number() OVER (
      PARTITION BY configuration, numeric_class, seed ORDER BY confirmed_at DESC, run_id
    ) AS place
  FROM run WHERE status = 'complete'
)
WHERE place = 1;
