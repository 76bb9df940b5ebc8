import Datasets
import Tasks
import Tensors

/// The datasets that tasks of images are made of. Several count as one: the classes of each are counted on from
/// those of the one before.
extension ExperimentSettings {
  /// Between the names of datasets in the setting `dataset`.
  static let datasetSeparator: Character = "+"

  /// The names of the datasets, in the order in which their classes are counted.
  package var datasetNames: [String] {
    dataset.split(separator: Self.datasetSeparator, omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// Whether `text` names datasets, each once.
  package static func namesDatasets(_ text: String) -> Bool {
    let names = text.split(separator: datasetSeparator, omittingEmptySubsequences: false)
      .map(String.init)
    return names.allSatisfy(DatasetManifest.isName) && Set(names).count == names.count
  }

  /// What the datasets of `catalog` that the settings name declare. Throws where there is no such dataset.
  package func manifests(in catalog: DatasetCatalog) throws -> [DatasetManifest] {
    try datasetNames.map { try catalog.entry(named: $0).manifest }
  }

  /// The same settings, which know how many classes the datasets have together.
  package func fitted(to manifests: [DatasetManifest]) -> ExperimentSettings {
    var settings = self
    settings.imageClasses = manifests.reduce(0) { $0 + $1.classes.count }
    return settings
  }

  /// The same settings, fitted to the datasets of `catalog` that they name, and the shape of a sample as networks
  /// see it. Throws where there is no such dataset.
  func fitted(
    in catalog: DatasetCatalog
  ) throws -> (settings: ExperimentSettings, shape: SampleShape) {
    guard taskKind != .functions else { return (self, .numbers) }
    let manifests = try manifests(in: catalog)
    let fitted = fitted(to: manifests)
    return (fitted, fitted.shape(of: manifests[0].image))
  }

  /// Checks that the datasets can be one, and that they have what the settings ask for.
  func checkDatasets(_ manifests: [DatasetManifest]) throws(SettingError) {
    for manifest in manifests where manifest.image != manifests[0].image {
      throw .invalid(
        key: "dataset", value: dataset,
        allowed: "datasets whose images have one shape, and \(manifests[0].name) has "
          + "\(manifests[0].image), \(manifest.name) \(manifest.image)")
    }
    let classes = manifests.reduce(0) { $0 + $1.classes.count }
    guard classes <= 256 else {
      throw .invalid(
        key: "dataset", value: dataset,
        allowed: "datasets of at most 256 classes together, and these have \(classes)")
    }
    let images = manifests.reduce(0) { $0 + $1.counts.train }
    guard validation < images else {
      throw .invalid(
        key: "validation", value: "\(validation)",
        allowed: "fewer than the \(images) training images of \(dataset)")
    }
    let channels = manifests[0].image.channels
    if let needed = normalization.channels, needed.count != channels {
      throw .invalid(
        key: "normalization", value: normalization.rawValue,
        allowed: "none where images have \(channels) \(channels == 1 ? "channel" : "channels"), as "
          + "those of \(dataset)")
    }
  }
}
