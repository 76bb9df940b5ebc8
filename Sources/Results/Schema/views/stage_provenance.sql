CREATE VIEW stage_provenance AS
-- The executions of stages with what their results were computed by. inputs is JSON: node, cache key and
-- content digest of each input in order.
SELECT e.run_id, e.position, e.node, e.stage, e.version, e.cache_key, r.content_digest, r.preimage,
  (
    SELECT json_group_array(json_object(
      'node', node, 'cache_key', input_cache_key, 'content_digest', content_digest
    )) FROM (
      SELECT
        (
          SELECT min(p.node) FROM stage_execution AS p
          WHERE p.run_id = e.run_id AND p.cache_key = i.input_cache_key
        ) AS node,
        i.input_cache_key, x.content_digest
      FROM stage_input AS i LEFT JOIN stage_result AS x ON x.cache_key = i.input_cache_key
      WHERE i.cache_key = e.cache_key ORDER BY i.position
    )
  ) AS inputs,
  e.seconds, e.hit, r.computed_at, r.host, r.numeric_class, r.engram_version, r.source_revision,
  r.source_is_dirty, r.libraries
FROM stage_execution AS e LEFT JOIN stage_result AS r ON r.cache_key = e.cache_key;
