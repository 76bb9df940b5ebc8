extension String {
  /// With a replacement character for each control character: what a terminal may be shown.
  package var withoutControlCharacters: String {
    var scalars = UnicodeScalarView()
    scalars.append(
      contentsOf: unicodeScalars.map {
        $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
      })
    return String(scalars)
  }
}
