CREATE VIEW final_accuracy AS
-- Mean test accuracy over all tasks, after the last one was learned. Complete runs.
SELECT r.run_id, r.experiment, r.seed, r.settings, r.tasks, round(m.value, 2) AS final_accuracy_percent
FROM run AS r JOIN run_score AS m ON m.run_id = r.run_id AND m.metric = 'final accuracy';
