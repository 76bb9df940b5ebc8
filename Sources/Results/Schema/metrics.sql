-- The rows of table metric; whoever records adds those that are missing. Those from position 11 on are values
-- of training logs. 'task inference' is a score and, as
-- the mean over all tasks after the last one was learned, a metric of a run.
INSERT INTO metric (metric, position, unit, better, meaning) VALUES
('accuracy', 1, 'percent', 'higher', 'Share of a task''s test samples that are classified right.'),
('task inference', 2, 'percent', 'higher', 'Share of a task''s test samples whose task is inferred right.'),
('mean squared error', 3, 'squared unit of the targets', 'lower', 'Over a task''s test samples.'),
('final accuracy', 4, 'percent', 'higher', 'Mean accuracy over all tasks, after the last one was learned.'),
('during accuracy', 5, 'percent', 'higher', 'Mean accuracy of each task right after it was learned.'),
(
  'forgetting', 6, 'percentage points', 'lower',
  'Mean drop of the tasks but the last from their best accuracy before the last task to their final one.'
),
(
  'backward transfer', 7, 'percentage points', 'higher',
  'Mean change of the tasks but the last from right after learning them to the end.'
),
(
  'forward transfer', 8, 'percentage points', 'higher',
  'Mean gain, right after learning, on the tasks but the first over a network that learned each task alone.'
),
(
  'final mean squared error', 9, 'squared unit of the targets', 'lower',
  'Mean over all tasks, after the last one was learned.'
),
(
  'during mean squared error', 10, 'squared unit of the targets', 'lower',
  'Mean over all tasks, each right after it was learned.'
),
(
  'loss', 11, 'nat, or squared unit of the targets', 'lower',
  'Loss of a minibatch, replayed samples included, without the regularizer.'
),
('regularizer', 12, 'as loss', 'lower', 'The regularizer, its strength included, where the step is taken.'),
('gradient_norm', 13, '1', 'lower', 'Length of the gradient of the step, before clipping.'),
('learning_rate', 14, '1', NULL, 'The optimizer''s rate of the step.'),
(
  'minibatch accuracy', 15, 'percent', 'higher',
  'Share of a minibatch of training samples that are classified right.'
),
(
  'reconstruction', 16, 'nat', 'lower',
  'Cross-entropy of a replay model''s pixels, sum over the pixels, mean over a minibatch.'
),
(
  'kl', 17, 'nat', 'lower',
  'Divergence of a replay model''s latents from the normal distribution, mean over a minibatch.'
),
(
  'validation accuracy', 18, 'percent', 'higher',
  'Share of the task''s held-out samples that are classified right after an epoch.'
)
ON CONFLICT (metric) DO NOTHING;
