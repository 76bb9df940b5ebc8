CREATE VIEW fig4_embedding AS
-- The markers of Figure 4: the learned two-dimensional embedding of every task. Complete runs.
SELECT r.run_id, r.seed, r.settings, a.task, a.value AS x, b.value AS y
FROM run AS r
JOIN task_embedding AS a ON a.run_id = r.run_id AND a.dimension = 1
JOIN task_embedding AS b ON b.run_id = r.run_id AND b.task = a.task AND b.dimension = 2
WHERE r.status = 'complete'
  AND NOT EXISTS (SELECT 1 FROM task_embedding AS l WHERE l.run_id = r.run_id AND l.dimension > 2)
ORDER BY r.run_id, a.task;
