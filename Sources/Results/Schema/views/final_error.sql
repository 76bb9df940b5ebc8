CREATE VIEW final_error AS
-- The mean squared error on each task of a regression after the last one was learned. Complete runs.
SELECT r.run_id, r.experiment, r.seed, r.settings, s.evaluated_task AS task, s.value AS mean_squared_error
FROM score AS s JOIN run AS r ON r.run_id = s.run_id
WHERE r.status = 'complete' AND s.metric = 'mean squared error' AND s.trained_task = r.tasks
ORDER BY r.run_id, s.evaluated_task;
