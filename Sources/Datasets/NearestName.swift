/// The entry of `names` most like `name`, if one is near enough to be what was meant; none for an empty one.
///
/// Near enough is a third of the letters, and two at least. O(total length × length of `name`).
package func nearestName(to name: String, among names: [String]) -> String? {
  guard !name.isEmpty else { return nil }
  let distances = names.map { (name: $0, distance: editDistance($0, name)) }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(2, name.count / 3) ? best.name : nil
}

/// The least number of letters to insert, remove or replace to turn `a` into `b` (Levenshtein).
private func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let replaced = diagonal + (letter == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
