CREATE VIEW forgetting AS
-- Mean drop of the earlier tasks from their best accuracy before the last task to their final one, in
-- percentage points. Complete runs of two tasks and more.
SELECT r.run_id, r.experiment, r.seed, r.settings, r.tasks, round(m.value, 2) AS forgetting_percent
FROM run AS r JOIN run_score AS m ON m.run_id = r.run_id AND m.metric = 'forgetting';
