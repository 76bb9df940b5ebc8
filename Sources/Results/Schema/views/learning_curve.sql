CREATE VIEW learning_curve AS
-- What training reported, step by step.
SELECT r.run_id, r.experiment, r.seed, r.settings, t.task, t.step, t.name, t.value
FROM training_metric AS t JOIN run AS r ON r.run_id = t.run_id
ORDER BY r.run_id, t.task, t.name, t.step;
