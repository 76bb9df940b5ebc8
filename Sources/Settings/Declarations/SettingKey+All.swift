extension SettingKey {
  /// All settings, in the order in which help shows them.
  package static let all: [SettingKey] =
    choices + tasks + training + protection + replay + [validation] + networks + observation
    + [seed]

  private static let seed = SettingKey(
    "seed", \.seed, "the seed that all randomness derives from", in: .randomness, on: .target,
    kind: .wholeNumber, allowed: "a whole number from 0 to \(Int64.max)", text: { String($0) },
    parse: { text in
      // Databases know signed integers only.
      Int64(text).flatMap { $0 >= 0 ? UInt64($0) : nil }
    }
  ).recorded { _ in false }
}
