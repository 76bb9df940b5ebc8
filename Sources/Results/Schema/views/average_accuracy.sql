CREATE VIEW average_accuracy AS
-- Mean test accuracy over the tasks learned so far, after each of them. Only where all of them were tested.
SELECT r.run_id, r.experiment, r.seed, r.settings, s.trained_task AS tasks_learned,
  round(avg(s.value), 2) AS average_accuracy_percent
FROM score AS s JOIN run AS r ON r.run_id = s.run_id
WHERE s.metric = 'accuracy' AND s.evaluated_task <= s.trained_task
GROUP BY r.run_id, s.trained_task
HAVING count(*) = s.trained_task
ORDER BY r.run_id, s.trained_task;
