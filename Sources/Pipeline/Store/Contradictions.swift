import Foundation

/// Which results of a staged store contradict those of another one, found before any is taken.
package struct Contradictions: Sendable {
  /// Keys with another content here, and that content.
  package private(set) var different: [Fingerprint: Fingerprint] = [:]
  /// Results that were computed from such a content.
  package private(set) var dependent: Set<Fingerprint> = []

  /// Whether the result of `key` cannot be part of the store.
  package func contains(_ key: Fingerprint) -> Bool {
    different[key] != nil || dependent.contains(key)
  }

  /// Compares every result of `staged` with `store`: its content, the contents that it was computed
  /// from, and the contents that results of `store` were computed from.
  ///
  /// Throws `storeTooNew`, `inputOutput`. O(manifests of both stores × their size).
  package init(between staged: Store, and store: Store) throws {
    let coming = try staged.manifests()
    for (key, manifest) in coming {
      if let here = try store.manifest(of: key), here.contentDigest != manifest.contentDigest {
        different[key] = here.contentDigest
      }
    }
    // A result here may have outlived what it was computed from.
    for item in StoreContents(store: store).manifests() {
      guard let manifest = try store.peek(item.digest) else { continue }
      for (index, input) in manifest.inputKeys.enumerated() {
        guard let other = coming[input], let text = Self.content(ofInput: index, of: manifest),
          let content = Fingerprint(hex: text), content != other.contentDigest
        else { continue }
        different[input] = content
      }
    }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (key, manifest) in coming where !contains(key) {
        let isDependent = try manifest.inputKeys.enumerated().contains { index, input in
          if contains(input) { return true }
          guard coming[input] == nil, let here = try store.manifest(of: input) else { return false }
          return Self.content(ofInput: index, of: manifest) != here.contentDigest.hex
        }
        if isDependent {
          dependent.insert(key)
          isGrowing = true
        }
      }
    }
  }

  private static func content(ofInput index: Int, of manifest: Manifest) -> String? {
    manifest.preimage.fields.first { $0.path == "inputs[\(index)]" }?.value
  }
}
