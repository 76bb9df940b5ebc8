CREATE VIEW fig4 AS
-- Accuracy over the plane of two-dimensional task embeddings: panel a tests the first task, panel b the last
-- one. Complete runs.
SELECT r.run_id, r.seed, r.settings, CASE WHEN e.task = 1 THEN 'a' ELSE 'b' END AS panel, e.task, e.x, e.y,
  round(e.accuracy_percent, 2) AS accuracy_percent
FROM run AS r
JOIN embedding_accuracy AS e ON e.run_id = r.run_id
WHERE r.status = 'complete'
  AND (
    e.task = 1 OR e.task = (SELECT max(l.task) FROM task_embedding AS l WHERE l.run_id = r.run_id)
  )
ORDER BY r.run_id, panel, e.y, e.x;
