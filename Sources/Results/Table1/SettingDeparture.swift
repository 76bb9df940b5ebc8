/// A setting in which runs depart from the published experiment.
package struct SettingDeparture: Codable, Hashable, Sendable, CustomStringConvertible {
  /// The setting's name.
  package let setting: String
  /// Its value in the runs.
  package let value: String
  /// Its value in the published experiment.
  package let published: String

  /// `setting` is `value` in the runs and `published` in what was published.
  package init(_ setting: String, _ value: String, published: String) {
    (self.setting, self.value, self.published) = (setting, value, published)
  }

  /// Such as `steps=250 (published: 2000)`.
  package var description: String {
    "\(setting)=\(value) (published: \(published.isEmpty ? "none" : published))"
  }
}
