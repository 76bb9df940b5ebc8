CREATE VIEW forward_gain AS
-- Forward transfer, not rounded: the mean gain, right after learning them, on all tasks but the first over a
-- network that learned each of them alone. That is the latest complete run with method scratch and scenario
-- CL1 whose comparison is the same: experiment, seed, and all that acts on the target network and its
-- training. Only of runs that have one, and in CL1: elsewhere a gain would contain the cost of not being
-- told the task.
WITH
scratch AS (
  SELECT r.comparison, r.run_id,
    row_number() OVER (
      PARTITION BY r.comparison ORDER BY r.confirmed_at DESC, r.run_id
    ) AS place
  FROM run AS r
  JOIN run_setting AS m ON m.run_id = r.run_id AND m.key = 'method' AND m.value = 'scratch'
  JOIN run_setting AS s ON s.run_id = r.run_id AND s.key = 'scenario' AND s.value = 'CL1'
  WHERE r.status = 'complete' AND r.comparison IS NOT NULL
)
SELECT r.run_id, avg(mine.value - alone.value) AS value
FROM run AS r
JOIN run_setting AS c ON c.run_id = r.run_id AND c.key = 'scenario' AND c.value = 'CL1'
JOIN scratch AS s ON s.comparison = r.comparison AND s.place = 1
JOIN score AS mine
  ON mine.run_id = r.run_id AND mine.metric = 'accuracy' AND mine.trained_task = mine.evaluated_task
JOIN score AS alone
  ON alone.run_id = s.run_id AND alone.metric = 'accuracy'
    AND alone.trained_task = mine.trained_task AND alone.evaluated_task = mine.evaluated_task
WHERE r.status = 'complete' AND mine.evaluated_task > 1
GROUP BY r.run_id
HAVING count(*) = max(r.tasks) - 1;
