import Pipeline

/// Which files of results a bundle goes without.
package enum BundleOmission: Sendable {
  /// None.
  case nothing
  /// The images of datasets with their labels. A run fetches them again, and finds all other results.
  case images
  /// These and the states of networks: what is left is enough for the database, reports and notebooks.
  case checkpoints

  /// Whether the bundle goes without `file`.
  func omits(_ file: Manifest.Output) -> Bool {
    let images = [".idx", ".records"]
    let endings: [String] =
      switch self {
      case .nothing: []
      case .images: images
      case .checkpoints: images + [".h5"]
      }
    return endings.contains(where: file.name.hasSuffix)
  }

  /// The option of `engram bundle`; nil for none.
  var option: String? {
    switch self {
    case .nothing: nil
    case .images: "--without-images"
    case .checkpoints: "--without-checkpoints"
    }
  }
}
