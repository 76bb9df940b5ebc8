CREATE VIEW latest_run AS
-- The complete run of each experiment that was last computed or asked for again.
SELECT experiment, run_id, seed, settings, finished_at, confirmed_at
FROM (
  SELECT *, row_number() OVER (PARTITION BY experiment ORDER BY confirmed_at DESC, run_id) AS place
  FROM run WHERE status = 'complete'
)
WHERE place = 1;
