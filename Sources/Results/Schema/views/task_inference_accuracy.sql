CREATE VIEW task_inference_accuracy AS
-- Share of the test samples whose task was inferred right after the last task was learned, mean over the
-- tasks. Complete runs that infer tasks.
SELECT r.run_id, r.experiment, r.seed, r.settings, r.tasks, round(m.value, 2) AS task_inference_accuracy_percent
FROM run AS r JOIN run_score AS m ON m.run_id = r.run_id AND m.metric = 'task inference';
