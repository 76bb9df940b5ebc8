CREATE VIEW run_costs AS
-- What complete runs cost: seconds of computation of all their stages (those of the original computation for
-- what was found), weights, stored samples, memory.
SELECT r.run_id, r.experiment, r.seed, r.settings,
  (SELECT sum(e.seconds) FROM stage_execution AS e WHERE e.run_id = r.run_id) AS seconds,
  c.trainable_weights, c.target_weights, c.stored_samples, c.memory_bytes
FROM run AS r LEFT JOIN run_cost AS c ON c.run_id = r.run_id
WHERE r.status = 'complete'
ORDER BY r.run_id;
