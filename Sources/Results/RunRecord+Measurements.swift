extension RunRecord {
  /// One cell `A[i][j]`: a fraction of task `j`'s test samples, after training task `i`.
  package struct TaskAccuracy: Codable, Hashable, Sendable {
    /// Index `i` of the task trained last, 0-based.
    package var trainedTask: Int
    /// Index `j` of the task tested, 0-based.
    package var evaluatedTask: Int
    /// Fraction 0…1.
    package var accuracy: Double

    /// A cell; traps unless `accuracy` is a fraction 0…1.
    package init(trainedTask: Int, evaluatedTask: Int, accuracy: Double) {
      precondition(
        trainedTask >= 0 && evaluatedTask >= 0,
        "tasks are 0-based, got trained \(trainedTask), evaluated \(evaluatedTask)")
      precondition((0...1).contains(accuracy), "an accuracy is a fraction 0…1, got \(accuracy)")
      self.trainedTask = trainedTask
      self.evaluatedTask = evaluatedTask
      self.accuracy = accuracy
    }

    /// The cells of `matrix[trained][evaluated]`, leaving out those that are NaN.
    ///
    /// O(T²).
    package static func cells(of matrix: [[Double]]) -> [TaskAccuracy] {
      matrix.enumerated().flatMap { trained, row in
        row.enumerated().filter { !$0.element.isNaN }.map {
          TaskAccuracy(trainedTask: trained, evaluatedTask: $0.offset, accuracy: $0.element)
        }
      }
    }
  }

  /// A test loss of one task after training another.
  package struct TaskLoss: Codable, Hashable, Sendable {
    /// Index of the task trained last, 0-based.
    package var trainedTask: Int
    /// Index of the task tested, 0-based.
    package var evaluatedTask: Int
    /// The loss on the test set, in the experiment's own unit.
    package var loss: Double

    /// A test loss; traps if it is not a finite number.
    package init(trainedTask: Int, evaluatedTask: Int, loss: Double) {
      precondition(loss.isFinite, "a test loss is a finite number, got \(loss)")
      self.trainedTask = trainedTask
      self.evaluatedTask = evaluatedTask
      self.loss = loss
    }

    /// The cells of `matrix[trained][evaluated]`. O(T²).
    package static func cells(of matrix: [[Double]]) -> [TaskLoss] {
      matrix.enumerated().flatMap { trained, row in
        row.enumerated().map {
          TaskLoss(trainedTask: trained, evaluatedTask: $0.offset, loss: $0.element)
        }
      }
    }
  }

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
