extension StoreVerification {
  /// Puts aside the results that were found damaged: the next run that needs one computes it anew.
  ///
  /// No other process publishes or collects meanwhile, and each result is looked at once more: one
  /// that has been computed anew since stays. Returns how many were put aside.
  ///
  /// Throws `storeReadOnly`; `storeInUse` where a collection goes on for a minute; `inputOutput`.
  public func repair() throws -> Int {
    guard !damaged.isEmpty else { return 0 }
    try store.checkWritable(for: "repair")
    let lock = try store.beginCollection()
    let count = try damaged.count { key in
      guard let manifest = try store.manifestAfterClearing(key) else { return true }
      let isSound =
        Self.contradiction(in: manifest, named: key) == nil && inputsAgree(manifest)
        && (try? store.isSound(manifest)) == true
      if !isSound { store.quarantine(manifest) }
      return !isSound
    }
    _ = consume lock
    return count
  }
}
