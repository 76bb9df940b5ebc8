import Hypernetworks
import Learning

// Settings that have a name and numbers, as the command line writes them: `name:number:number`.

extension LearningRateSchedule {
  /// Such as `cosine:0.01`.
  package var text: String {
    switch self {
    case .constant: "constant"
    case .step(let interval, let factor): "step:\(interval):\(factor)"
    case .milestones(let milestones):
      "milestones:" + milestones.map { "\($0.step):\($0.factor)" }.joined(separator: ",")
    case .epochs(let milestones):
      "epochs:" + milestones.map { "\($0.epoch):\($0.factor)" }.joined(separator: ",")
    case .exponential(let factor): "exponential:\(factor)"
    case .cosine(let minimum): "cosine:\(minimum)"
    case .plateau(let factor, let patience, let window, let threshold, let minimum):
      "plateau:\(factor):\(patience):\(window):\(threshold):\(minimum)"
    }
  }

  /// Nil where the text is not of the form, or a number out of range.
  package init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts.count > 1 ? parts[1] : ""
    let numbers = rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count > 1 ? numbers.count : 0) {
    case ("constant", 0): self = .constant
    case ("step", 2):
      guard let interval = count(numbers[0]), let factor = factor(numbers[1]) else { return nil }
      self = .step(interval: interval, factor: factor)
    case ("milestones", 1...):
      guard let pairs = pairs(rest) else { return nil }
      self = .milestones(pairs.map { Milestone(step: $0.at, factor: $0.factor) })
    case ("epochs", 1...):
      guard let pairs = pairs(rest) else { return nil }
      self = .epochs(pairs.map { EpochMilestone(epoch: $0.at, factor: $0.factor) })
    case ("exponential", 1):
      guard let factor = factor(numbers[0]) else { return nil }
      self = .exponential(factor: factor)
    case ("cosine", 0): self = .cosine(minimum: 0)
    case ("cosine", 1):
      guard let minimum = share(numbers[0]) else { return nil }
      self = .cosine(minimum: minimum)
    case ("plateau", 3...5):
      guard let factor = factor(numbers[0]), factor < 1, let patience = Int(numbers[1]),
        patience >= 0, let window = count(numbers[2]),
        let threshold = numbers.count > 3 ? share(numbers[3]) : 1e-4,
        let minimum = numbers.count > 4 ? share(numbers[4]) : 0
      else { return nil }
      self = .plateau(
        factor: factor, patience: patience, window: window, threshold: threshold, minimum: minimum)
    default: return nil
    }
  }
}

extension HypernetworkInitialization {
  /// Such as `normal:0.02`.
  package var text: String {
    switch self {
    case .xavier: "xavier"
    case .kaiming: "kaiming"
    case .normal(let deviation): "normal:\(deviation)"
    case .hyperfanIn: "hyperfan-in"
    case .hyperfanOut: "hyperfan-out"
    }
  }

  /// Nil where the text is not of the form, or the deviation not positive.
  package init?(text: String) {
    switch text {
    case "xavier": self = .xavier
    case "kaiming": self = .kaiming
    case "hyperfan-in": self = .hyperfanIn
    case "hyperfan-out": self = .hyperfanOut
    default:
      guard text.hasPrefix("normal:"), let deviation = factor(String(text.dropFirst(7))) else {
        return nil
      }
      self = .normal(deviation: deviation)
    }
  }
}

extension ScorePlateau {
  /// Such as `0.5:5:1e-06`.
  package var text: String { "\(factor):\(epochs):\(minimum)" }

  /// Nil where the text is not of the form, or a number out of range.
  package init?(text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let factor = share(parts[0]), factor > 0, factor < 1,
      let epochs = count(parts[1]), let minimum = Double(parts[2]), minimum >= 0, minimum.isFinite
    else { return nil }
    self.init(factor: factor, epochs: epochs, minimum: minimum.withoutNegativeZero)
  }
}

/// Pairs such as `80:0.1,120:0.01`, with growing first numbers.
private func pairs(_ text: Substring) -> [(at: Int, factor: Double)]? {
  var pairs: [(at: Int, factor: Double)] = []
  for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
    let pair = entry.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard pair.count == 2, let at = count(pair[0]), let factor = factor(pair[1]),
      at > pairs.last?.at ?? 0
    else { return nil }
    pairs.append((at, factor))
  }
  return pairs
}

/// A number above 0.
private func factor(_ text: String) -> Double? {
  Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
}

/// A number from 0 to 1.
private func share(_ text: String) -> Double? {
  Double(text).flatMap { (0...1).contains($0) ? $0.withoutNegativeZero : nil }
}

/// A whole number above 0.
private func count(_ text: String) -> Int? { Int(text).flatMap { $0 > 0 ? $0 : nil } }
