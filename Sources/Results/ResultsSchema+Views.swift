extension ResultsSchema {
  /// The files of the views; SQLite looks for what a view names when it is read, so any order will do.
  static let views = [
    PackageResources.accuracy_matrix_sql, PackageResources.average_accuracy_sql,
    PackageResources.backward_transfer_sql, PackageResources.configuration_setting_sql,
    PackageResources.counted_run_sql, PackageResources.during_accuracy_sql,
    PackageResources.fig4_embedding_sql, PackageResources.fig4_sql,
    PackageResources.final_accuracy_sql, PackageResources.final_error_sql,
    PackageResources.forgetting_sql, PackageResources.forward_gain_sql,
    PackageResources.forward_transfer_sql, PackageResources.latest_run_sql,
    PackageResources.learning_curve_sql, PackageResources.measurement_provenance_sql,
    PackageResources.provenance_sql, PackageResources.run_costs_sql,
    PackageResources.run_metric_sql, PackageResources.score_provenance_sql,
    PackageResources.stage_provenance_sql, PackageResources.summary_sql,
    PackageResources.table1_sql, PackageResources.task_inference_accuracy_sql,
    PackageResources.training_metric_provenance_sql,
  ]
}
