CREATE VIEW score_provenance AS
-- Every score, of runs in whatever state, with the file it was read from and what computed that.
SELECT c.run_id, t.experiment, t.seed, t.settings, c.metric, c.trained_task, c.evaluated_task, c.value,
  m.node, e.stage, e.version, m.output, a.path, o.sha256, e.cache_key,
  e.content_digest, e.preimage, e.inputs, e.seconds, e.hit,
  e.computed_at, e.host, e.numeric_class, e.engram_version, e.source_revision, e.source_is_dirty,
  e.libraries
FROM score AS c
JOIN run AS t ON t.run_id = c.run_id
LEFT JOIN measurement_source AS m
  ON m.run_id = c.run_id AND m.measurement = c.metric AND m.task = c.trained_task
LEFT JOIN stage_provenance AS e ON e.run_id = m.run_id AND e.node = m.node
LEFT JOIN stage_output AS o ON o.cache_key = e.cache_key AND o.name = m.output
LEFT JOIN artifact AS a ON a.sha256 = o.sha256;
