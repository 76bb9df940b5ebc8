-- Configurations have identifiers, and numbers are numbers. The program adds what SQL alone cannot make.

ALTER TABLE run ADD COLUMN configuration_id TEXT;
ALTER TABLE run_parameter ADD COLUMN number ANY;
ALTER TABLE run_parameter ADD COLUMN is_changed INTEGER;

UPDATE run SET configuration = coalesce((
  SELECT group_concat(key || '=' || value, ' ') FROM (
    SELECT p.key, p.value FROM run_parameter AS p
    WHERE p.run_id = run.run_id AND p.key NOT IN ('grid', 'log_interval', 'margin', 'scan')
    ORDER BY p.key
  )
), '');
