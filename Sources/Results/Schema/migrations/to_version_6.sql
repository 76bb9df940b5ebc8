-- Copies the rows of version 5, whose tables are called old_…, into those of version 6: tasks, dimensions and
-- positions count from 1, accuracies are in percent, all scores are in one table.

INSERT INTO run (
  run_id, experiment, seed, status, started_at, finished_at, confirmed_at, configuration, settings, tasks,
  numeric_class, engram_version, source_revision, source_is_dirty
)
SELECT r.run_id, r.experiment, r.seed, r.status, r.started_at, r.finished_at, r.confirmed_at,
  coalesce(r.configuration_id, r.run_id),
  coalesce((
    SELECT group_concat(key || '=' || value, ' ') FROM (
      SELECT p.key, p.value FROM old_run_parameter AS p
      WHERE p.run_id = r.run_id AND coalesce(p.is_changed, 1)
        AND p.key NOT IN ('grid', 'log_interval', 'margin', 'scan')
      ORDER BY p.key
    )
  ), ''),
  CASE WHEN r.status = 'complete' THEN 1 + coalesce(
    (SELECT max(a.trained_task) FROM old_accuracy AS a WHERE a.run_id = r.run_id),
    (SELECT max(l.trained_task) FROM old_test_loss AS l WHERE l.run_id = r.run_id)
  ) END,
  (
    SELECT max(x.numeric_class) FROM old_stage_execution AS e
    JOIN old_stage_result AS x ON x.cache_key = e.cache_key WHERE e.run_id = r.run_id
  ),
  r.engram_version, r.source_revision, r.source_is_dirty
FROM old_run AS r;

INSERT INTO run_setting (run_id, key, value, number, is_changed, is_measurement)
SELECT run_id, key, value, number, is_changed, key IN ('grid', 'log_interval', 'margin', 'scan')
FROM old_run_parameter;

INSERT INTO stage_execution (run_id, position, node, cache_key, stage, version, seconds, hit)
SELECT run_id, position + 1, node, cache_key, stage, version, seconds, hit FROM old_stage_execution;

INSERT INTO artifact (sha256, kind, path, bytes, name)
SELECT sha256, kind, path, bytes, name FROM old_artifact;

INSERT INTO stage_input (cache_key, position, input_cache_key)
SELECT cache_key, position + 1, input_cache_key FROM old_stage_input;

INSERT INTO stage_output (cache_key, name, sha256)
SELECT cache_key, name, sha256 FROM old_stage_output;

INSERT INTO stage_result (
  cache_key, stage, version, preimage, content_digest, numeric_class, host, computed_at, engram_version,
  source_revision, source_is_dirty, libraries
)
SELECT cache_key, stage, version, preimage, content_digest, numeric_class, host, computed_at, engram_version,
  source_revision, source_is_dirty, libraries
FROM old_stage_result;

INSERT INTO score (run_id, metric, trained_task, evaluated_task, value)
SELECT run_id, 'accuracy', trained_task + 1, evaluated_task + 1, 100 * accuracy FROM old_accuracy
UNION ALL
SELECT run_id, 'task inference', trained_task + 1, evaluated_task + 1, 100 * accuracy
FROM old_task_inference
UNION ALL
SELECT run_id, 'mean squared error', trained_task + 1, evaluated_task + 1, loss FROM old_test_loss;

INSERT INTO training_metric (run_id, task, step, name, value)
SELECT run_id, task + 1, step, replace(name, 'accuracy', 'minibatch accuracy'),
  CASE WHEN name LIKE '%accuracy' THEN 100 * value ELSE value END
FROM old_training_metric;

INSERT INTO embedding_accuracy (run_id, task, x, y, accuracy_percent)
SELECT run_id, task + 1, x, y, 100 * accuracy FROM old_embedding_accuracy;

INSERT INTO task_embedding (run_id, task, dimension, value)
SELECT run_id, task + 1, dimension + 1, value FROM old_task_embedding;

INSERT INTO run_cost (run_id, trainable_weights, target_weights, stored_samples, memory_bytes)
SELECT run_id, trainable_weights, target_weights, stored_samples, memory_bytes FROM old_run_cost;

INSERT INTO measurement_source (run_id, measurement, task, node, output)
SELECT run_id,
  CASE measurement
    WHEN 'task_inference' THEN 'task inference'
    WHEN 'test_loss' THEN 'mean squared error'
    ELSE measurement
  END,
  task + 1, node, output
FROM old_measurement_source;
