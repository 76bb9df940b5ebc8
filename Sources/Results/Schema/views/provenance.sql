CREATE VIEW provenance AS
-- From a run to the bytes behind it: its stages in order, the nodes each was computed from, and the files
-- each gave, with what they were computed by. path is relative to the store's folder.
SELECT e.run_id, e.position, e.node, e.stage, e.version,
  (
    SELECT group_concat(node, ', ') FROM (
      SELECT DISTINCT p.node FROM stage_input AS i
      JOIN stage_execution AS p ON p.run_id = e.run_id AND p.cache_key = i.input_cache_key
      WHERE i.cache_key = e.cache_key ORDER BY p.position
    )
  ) AS computed_from,
  o.name AS output, a.kind, a.bytes, a.path, o.sha256, e.cache_key,
  e.content_digest, e.preimage, e.inputs, e.seconds, e.hit,
  e.computed_at, e.host, e.numeric_class, e.engram_version, e.source_revision, e.source_is_dirty,
  e.libraries
FROM stage_provenance AS e
LEFT JOIN stage_output AS o ON o.cache_key = e.cache_key
LEFT JOIN artifact AS a ON a.sha256 = o.sha256
ORDER BY e.run_id, e.position, o.name;
