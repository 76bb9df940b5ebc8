CREATE VIEW training_metric_provenance AS
-- Every value of a training log with the file it was read from and what computed that. Names in the logs of
-- replay models begin with 'replay ', those of networks that infer tasks with 'inference '; in
-- measurement_provenance these logs are measurements of their own.
SELECT c.run_id, t.experiment, t.seed, t.settings, c.task, c.step, c.name, c.value,
  m.node, e.stage, e.version, m.output, a.path, o.sha256, e.cache_key,
  e.content_digest, e.preimage, e.inputs, e.seconds, e.hit,
  e.computed_at, e.host, e.numeric_class, e.engram_version, e.source_revision, e.source_is_dirty,
  e.libraries
FROM training_metric AS c
JOIN run AS t ON t.run_id = c.run_id
LEFT JOIN measurement_source AS m
  ON m.run_id = c.run_id AND m.task = c.task
    AND m.measurement = CASE
      WHEN c.name LIKE 'replay %' THEN 'training_metric replay'
      WHEN c.name LIKE 'inference %' THEN 'training_metric inference'
      ELSE 'training_metric'
    END
LEFT JOIN stage_provenance AS e ON e.run_id = m.run_id AND e.node = m.node
LEFT JOIN stage_output AS o ON o.cache_key = e.cache_key AND o.name = m.output
LEFT JOIN artifact AS a ON a.sha256 = o.sha256;
