CREATE VIEW configuration_setting AS
-- The settings of each configuration of complete runs, to be joined with summary. value is a text, number the
-- value where it is one. is_changed is 1 where it is not the experiment's own value.
SELECT c.configuration, c.experiment, s.key, s.value, s.number, s.is_changed
FROM (
  SELECT configuration, experiment, max(run_id) AS run_id FROM run
  WHERE status = 'complete' GROUP BY configuration
) AS c
JOIN run_setting AS s ON s.run_id = c.run_id AND NOT s.is_measurement
ORDER BY c.experiment, c.configuration, s.key;
