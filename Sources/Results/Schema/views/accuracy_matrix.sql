CREATE VIEW accuracy_matrix AS
-- Test accuracy on each task after learning each task. Every run, also one that has not finished.
SELECT r.run_id, r.experiment, r.seed, r.settings, s.trained_task, s.evaluated_task,
  round(s.value, 2) AS accuracy_percent
FROM score AS s JOIN run AS r ON r.run_id = s.run_id
WHERE s.metric = 'accuracy'
ORDER BY r.run_id, s.trained_task, s.evaluated_task;
