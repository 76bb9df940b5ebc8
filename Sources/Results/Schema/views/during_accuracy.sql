CREATE VIEW during_accuracy AS
-- Mean test accuracy of each task right after it was learned. Complete runs.
SELECT r.run_id, r.experiment, r.seed, r.settings, r.tasks, round(m.value, 2) AS during_accuracy_percent
FROM run AS r JOIN run_score AS m ON m.run_id = r.run_id AND m.metric = 'during accuracy';
