CREATE VIEW final_mean_squared_error AS
-- Mean squared error over all tasks of a regression, after the last one was learned. Complete runs.
SELECT r.run_id, r.experiment, r.seed, r.settings, r.tasks, m.value AS final_mean_squared_error
FROM run AS r JOIN run_score AS m ON m.run_id = r.run_id AND m.metric = 'final mean squared error';
