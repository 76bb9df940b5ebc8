CREATE VIEW during_mean_squared_error AS
-- Mean squared error of each task of a regression right after it was learned. Complete runs.
SELECT r.run_id, r.experiment, r.seed, r.settings, r.tasks, m.value AS during_mean_squared_error
FROM run AS r JOIN run_score AS m ON m.run_id = r.run_id AND m.metric = 'during mean squared error';
