CREATE VIEW forward_transfer AS
-- Mean gain, right after learning them, on all tasks but the first over networks that learned each of them
-- alone, in percentage points: see forward_gain. Complete runs.
SELECT r.run_id, r.experiment, r.seed, r.settings, r.tasks, round(g.value, 2) AS forward_transfer_percent
FROM run AS r JOIN forward_gain AS g ON g.run_id = r.run_id;
