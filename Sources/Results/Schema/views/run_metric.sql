CREATE VIEW run_metric AS
-- The metrics of every complete run, one per row, in the metric's unit and not rounded. A metric that a run
-- does not have has no row: forgetting and transfer need two tasks.
SELECT run_id, metric, value FROM run_score
UNION ALL
SELECT run_id, 'forward transfer' AS metric, value FROM forward_gain;
