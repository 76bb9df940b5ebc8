CREATE VIEW backward_transfer AS
-- Mean change of the earlier tasks from right after learning to the end, in percentage points; negative
-- where later tasks did harm. Complete runs of two tasks and more.
SELECT r.run_id, r.experiment, r.seed, r.settings, r.tasks, round(m.value, 2) AS backward_transfer_percent
FROM run AS r JOIN run_score AS m ON m.run_id = r.run_id AND m.metric = 'backward transfer';
