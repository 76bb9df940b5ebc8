extension RunRecord {
  /// One value reported at one training step.
  package struct TrainingMetric: Codable, Hashable, Sendable {
    /// Index of the task in training, 0-based.
    package var task: Int
    /// Step within the task, counted from 0.
    package var step: Int
    /// What was measured, such as `loss`.
    package var name: String
    /// The value; nil where it was not a finite number.
    package var value: Double?

    /// A value at a step; NaN and infinities become nil, which the database shows as NULL.
    package init(task: Int, step: Int, name: String, value: Double?) {
      precondition(task >= 0 && step >= 0, "0-based task and step, got \(task) and \(step)")
      self.task = task
      self.step = step
      self.name = name
      self.value = value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// The name in the database: an accuracy of minibatches is not taken for one of the test set.
    var storedName: String { name == "accuracy" ? "minibatch accuracy" : name }
    /// The value in the database, where accuracies are in percent.
    var storedValue: Double? { value.map { name.hasSuffix("accuracy") ? 100 * $0 : $0 } }
  }

  /// The accuracy of one task's test set at one point of the embedding plane.
  package struct EmbeddingAccuracy: Codable, Hashable, Sendable {
    /// Index of the task tested, 0-based.
    package var task: Int
    /// First component of the embedding.
    package var x: Double
    /// Second component of the embedding.
    package var y: Double
    /// Fraction 0…1.
    package var accuracy: Double

    /// A point; traps unless the accuracy is a fraction 0…1 and the point is finite.
    package init(task: Int, x: Double, y: Double, accuracy: Double) {
      precondition(x.isFinite && y.isFinite, "a finite point, got (\(x), \(y))")
      precondition((0...1).contains(accuracy), "an accuracy is a fraction 0…1, got \(accuracy)")
      self.task = task
      self.x = x
      self.y = y
      self.accuracy = accuracy
    }
  }

  /// The learned embedding of one task.
  package struct TaskEmbedding: Codable, Hashable, Sendable {
    /// Index of the task, 0-based.
    package var task: Int
    /// The components, shape `[E]`.
    package var values: [Double]

    /// An embedding; traps if a component is not a finite number.
    package init(task: Int, values: [Double]) {
      precondition(values.allSatisfy(\.isFinite), "finite components, got \(values)")
      self.task = task
      self.values = values
    }
  }

  /// What a method needs and what it keeps from task to task.
  package struct Costs: Codable, Hashable, Sendable {
    /// The numbers that training changes, over all tasks: |Θ_h| + Σ|e_t| of a hypernetwork.
    package var trainableWeights: Int
    /// P, the weights of the network that classifies.
    package var targetWeights: Int
    /// Real samples of past tasks that are kept.
    package var storedSamples: Int
    /// All that is kept from task to task after the last one, in bytes: weights, embeddings, importances,
    /// the replay model, stored samples.
    package var memoryBytes: Int

    /// Costs; traps if one is negative.
    package init(trainableWeights: Int, targetWeights: Int, storedSamples: Int, memoryBytes: Int) {
      precondition(
        min(trainableWeights, targetWeights, storedSamples, memoryBytes) >= 0,
        "\(trainableWeights), \(targetWeights), \(storedSamples), \(memoryBytes): no costs")
      (self.trainableWeights, self.targetWeights) = (trainableWeights, targetWeights)
      (self.storedSamples, self.memoryBytes) = (storedSamples, memoryBytes)
    }
  }
}
