CREATE VIEW measurement_provenance AS
-- From the rows of a measurement to the file they were read from and what computed it. To be joined by run_id,
-- measurement (a metric of score, or the table's name) and task (trained_task in tables that have one).
SELECT m.run_id, m.measurement, m.task, m.node, e.stage, e.version, m.output, a.path, o.sha256,
  e.cache_key, e.content_digest, e.preimage, e.inputs, e.seconds, e.hit,
  e.computed_at, e.host, e.numeric_class, e.engram_version, e.source_revision, e.source_is_dirty,
  e.libraries
FROM measurement_source AS m
LEFT JOIN stage_provenance AS e ON e.run_id = m.run_id AND e.node = m.node
LEFT JOIN stage_output AS o ON o.cache_key = e.cache_key AND o.name = m.output
LEFT JOIN artifact AS a ON a.sha256 = o.sha256;
