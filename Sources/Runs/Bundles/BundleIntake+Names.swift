import Pipeline

extension BundleIntake {
  /// Takes a pin whose results are all there.
  func take(_ pin: Pin) throws -> BundleReport.Outcome {
    try keepingUnreadable {
      if let here = try store.pin(named: pin.name) {
        return here.keys == pin.keys && here.run == pin.run ? .present : .differs
      }
      guard pin.keys.allSatisfy(store.contains) else { return .differs }
      try store.add(pin)
      return .taken
    }
  }

  /// Takes the record of a sweep.
  func take(_ sweep: SweepRecord) throws -> BundleReport.Outcome {
    try keepingUnreadable {
      if let here = try SweepRecord.stored(sweep.id, in: store) {
        return here == sweep ? .present : .differs
      }
      let lock = try SweepRecord.lock(sweep.id, in: store)
      defer { withExtendedLifetime(lock) {} }
      try sweep.save(in: store)
      return .taken
    }
  }

  /// What `body` returns; a file of the store that cannot be read stays, as does one that a process has.
  private func keepingUnreadable(
    _ body: () throws -> BundleReport.Outcome
  ) throws -> BundleReport.Outcome {
    do {
      return try body()
    } catch let error as PipelineError {
      switch error.code {
      case .undecodable, .storeTooNew: return .differs
      case .storeInUse: return .atWork
      default: throw error
      }
    }
  }
}
