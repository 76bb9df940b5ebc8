import Learning

extension SettingKey {
  /// The optimizer and its steps.
  static let training: [SettingKey] = [
    integer(
      "steps", \.steps, 1...10_000_000, "number of training steps per task", in: .training,
      on: .target
    ).acting(where: .steps).recorded { $0.epochs == 0 },
    integer(
      "epochs", \.epochs, 0...1_000_000,
      "number of passes over a task's samples, each of samples / batch steps, rounded up; 0: steps says "
        + "how long a task trains",
      in: .training, on: .target
    ).recorded { $0.epochs > 0 },
    integer(
      "batch", \.batch, 1...100_000, "number of samples in a minibatch", in: .training, on: .target
    ).needing { settings, inputs in
      // Activations of a batch, and the way back.
      4 * 2 * Double(settings.batch)
        * settings.widths(inputs: inputs).map(Double.init).reduce(0, +)
    },
    choice(
      "optimizer", \.optimizer, "the optimizer: adam, adamw, sgd or rmsprop", in: .training,
      on: .target),
    number(
      "learning_rate", \.learningRate, positive: true, "learning rate of the optimizer",
      in: .training, on: .target),
    SettingKey(
      "schedule", \.schedule,
      "schedule of the learning rate within a task: constant, step:INTERVAL:FACTOR, "
        + "milestones:STEP:FACTOR,STEP:FACTOR, epochs:EPOCH:FACTOR,EPOCH:FACTOR, "
        + "exponential:FACTOR, cosine:MINIMUM, "
        + "plateau:FACTOR:PATIENCE:WINDOW", in: .training, on: .target, kind: .schedule,
      allowed: "constant, step:INTERVAL:FACTOR, milestones:STEP:FACTOR,…, "
        + "epochs:EPOCH:FACTOR,…, exponential:FACTOR, "
        + "cosine:MINIMUM or plateau:FACTOR:PATIENCE:WINDOW[:THRESHOLD[:MINIMUM]]",
      text: { $0.text }, parse: { LearningRateSchedule(text: $0) }),
    SettingKey(
      "validation_plateau", \.validationPlateau,
      "how the learning rate follows the accuracy on the task's held-out images: FACTOR:EPOCHS:MINIMUM "
        + "multiplies it by FACTOR, down to MINIMUM, after EPOCHS epochs without a rise; none: not at all",
      in: .training, on: .target,
      allowed: "none, or FACTOR:EPOCHS:MINIMUM such as 0.5:5:1e-6",
      text: { $0?.text ?? "none" },
      parse: { $0 == "none" ? .some(nil) : ScorePlateau(text: $0).map { .some($0) } }
    ).acting(where: .epochs, .heldOutImages).recorded { $0.validationPlateau != nil },
    fraction(
      "beta1", \.beta1, "decay rate of the first moment of adam and adamw", in: .training,
      on: .target
    ).acting(where: .adam),
    fraction(
      "beta2", \.beta2, "decay rate of the second moment of adam and adamw", in: .training,
      on: .target
    ).acting(where: .adam),
    fraction(
      "momentum", \.momentum, "momentum of sgd and rmsprop", in: .training, on: .target
    ).acting(
      where: SettingCondition("optimizer is sgd or rmsprop") {
        $0.optimizer == .sgd || $0.optimizer == .rmsprop
      }),
    flag(
      "nesterov", \.nesterov, "whether sgd uses Nesterov momentum: yes or no", in: .training,
      on: .target
    ).acting(
      where: SettingCondition("optimizer=sgd and momentum is above 0") {
        $0.optimizer == .sgd && $0.momentum > 0
      }),
    number(
      "weight_decay", \.weightDecay, positive: false,
      "strength of the weight decay; adamw decouples it from the gradient",
      in: .training, on: .target),
    choice(
      "optimizer_state", \.optimizerState,
      "the optimizer's state when a new task begins: reset, or keep (its moments and its count of steps)",
      in: .training, on: .target
    ).concerning(.directTraining).acting(
      where: SettingCondition("the optimizer has moments; sgd has them only with momentum") {
        $0.optimizer != .sgd || $0.momentum > 0
      }, .laterTasks),
    number(
      "clip_norm", \.clipNorm, positive: false,
      "norm to which larger gradients are clipped; 0: no clipping",
      in: .training, on: .target),
    number(
      "clip_value", \.clipValue, positive: false,
      "absolute value to which larger entries of gradients are clipped; 0: no clipping",
      in: .training, on: .target),
  ]
}
