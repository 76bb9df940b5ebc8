extension ResultsSchema {
  /// What version 4 changes: runs that hold images out for validation, whose accuracies are not those of
  /// the test set, are not held against runs that do not, nor against published values.
  static let version4 =
    """
    DROP VIEW run_metric;

    \(runMetric(
      same: """
        dataset, tasks, training (steps, batch, optimizer, …),
              -- target network (but for its dropout) and images held out for validation are the same
        """,
      keys: """
        'benchmark', 'profile', 'dataset', 'groups', 'heads', 'padding',
                        'tasks', 'validation', 'steps', 'batch', 'optimizer', 'learning_rate',
                        'schedule', 'beta1', 'beta2', 'momentum', 'nesterov', 'weight_decay',
                        'clip_norm', 'clip_value', 'target_hidden', 'target_activation'
        """))
    DROP VIEW table1;

    \(table1(
      where: """

                  -- Accuracies on images held out for validation are not those of the table.
                  AND NOT EXISTS (
                    SELECT 1 FROM run_parameter v WHERE v.run_id = r.run_id AND v.key = 'validation'
                  )
        """))
    """
}
