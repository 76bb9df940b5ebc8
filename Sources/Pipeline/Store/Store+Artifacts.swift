extension Store {
  /// The stored result of `key`, read and checked, or nil where there is none.
  ///
  /// Throws `damagedBlob`, `undecodable`, and as `manifest(of:)`.
  public func artifact<A: Artifact>(_ type: A.Type, of key: Fingerprint) throws -> A? {
    try manifest(of: key).map { try artifact(type, of: $0) }
  }

  /// The stored result that `manifest` tells of, read and checked. Throws `damagedBlob`,
  /// `undecodable`.
  public func artifact<A: Artifact>(_ type: A.Type, of manifest: Manifest) throws -> A {
    try A(from: ArtifactReader(manifest.outputs, in: self))
  }
}
