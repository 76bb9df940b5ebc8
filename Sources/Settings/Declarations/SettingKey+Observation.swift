extension SettingKey {
  /// What is measured.
  static let observation: [SettingKey] = [
    integer(
      "log_interval", \.logInterval, 1...10_000_000,
      "training steps between two entries of the training log; another value trains again, since the log "
        + "is stored with the state", in: .observation, on: .observation
    ).needing { settings, _ in
      // Five numbers for each entry, with their names.
      5 * 40 * Double(settings.steps) / Double(settings.logInterval)
    },
    integer(
      "grid", \.grid, 0...1001, "points per side of the scan of the embedding plane; 0: no scan",
      in: .observation, on: .observation
    ).concerning(.scan).needing { settings, _ in
      let scanned = settings.scanAllTasks ? settings.tasks : min(settings.tasks, 2)
      return 8 * Double(settings.grid) * Double(settings.grid) * Double(scanned)
    },
    number(
      "margin", \.margin, positive: false, most: 1000,
      "margin of the scanned plane around the embeddings, relative to their extent",
      in: .observation, on: .observation
    ).concerning(.scan).acting(where: .grid),
    SettingKey(
      "scan", \.scanAllTasks, "tasks that the scan evaluates: ends (the first and the last) or all",
      in: .observation, on: .observation, kind: .choice, allowed: "one of ends, all",
      choices: ["ends", "all"], text: { $0 ? "all" : "ends" },
      parse: { ["all": true, "ends": false][$0] }
    ).concerning(.scan).acting(
      where: .grid, SettingCondition("tasks is above 2") { $0.tasks > 2 }),
  ]
}
