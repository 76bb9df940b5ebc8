extension Store {
  /// The stored result of `key`, read and checked, or nil where there is none.
  ///
  /// Throws `damagedBlob`, `undecodable`, and as `manifest(of:)`.
  public func artifact<A: Artifact>(_ type: A.Type, of key: Fingerprint) throws -> A? {
    guard let manifest = try manifest(of: key) else { return nil }
    return try A(from: ArtifactReader(manifest.outputs, in: self))
  }
}
