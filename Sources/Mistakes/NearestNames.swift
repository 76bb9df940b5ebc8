/// The entries of `names` most like `name`, if any is near enough to be what was meant: one, or up to
/// three that are equally near.
///
/// Case, hyphens and underscores make no difference. Near enough is a third of the letters, or two of
/// four and more. Where nothing is, a name that begins with `name` will do, or one that has it as a
/// word. O(total length × length of `name`).
package func nearestNames(to name: String, among names: [String]) -> [String] {
  let asked = Array(folded(name))
  guard !asked.isEmpty else { return [] }
  var best = Int.max
  var nearest: [String] = []
  for candidate in names {
    let letters = Array(folded(candidate))
    let distance = editDistance(letters, asked)
    let isNear =
      distance <= max(2, asked.count / 3) && 2 * distance <= max(letters.count, asked.count)
    guard isNear, distance <= best, distance < best || !nearest.contains(candidate) else {
      continue
    }
    if distance < best { nearest = [] }
    best = distance
    nearest.append(candidate)
  }
  if nearest.isEmpty { nearest = namesWithWord(asked, among: names) }
  // Of many equally near ones none is what was meant.
  return nearest.count <= 3 ? nearest : []
}

/// The names that begin with `word`, else those that have it after a separator.
private func namesWithWord(_ word: [Character], among names: [String]) -> [String] {
  guard word.count >= 3 else { return [] }
  let beginning = names.filter { folded($0).starts(with: word) }
  if !beginning.isEmpty { return beginning }
  return names.filter { name in
    folded(name).split(whereSeparator: { "_/+.".contains($0) }).contains { Array($0) == word }
  }
}

private func folded(_ name: String) -> String {
  String(name.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
}

/// The least number of letters to insert, remove, replace or swap with their neighbour to turn `a` into
/// `b` (optimal string alignment).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var before: [Int] = []
  var row = Array(0...b.count)
  for i in a.indices {
    var next = [i + 1]
    for j in b.indices {
      var distance = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        distance = min(distance, before[j - 1] + 1)
      }
      next.append(distance)
    }
    (before, row) = (row, next)
  }
  return row[b.count]
}
