/// One setting: all that the program knows of it.
///
/// The files in `Declarations` declare each setting once. Help, files, checks, descriptions of runs and
/// comparisons between runs follow from the declaration.
package struct SettingKey: Sendable {
  /// The name in `key=value` arguments, files and results, such as `learning_rate`.
  package let name: String
  /// What the setting decides, in a line of help.
  package let meaning: String
  /// The heading it stands under.
  package let section: SettingSection
  /// What it acts on.
  package let effect: SettingEffect
  /// The setting's value as text. Identifiers and descriptions of runs are made of it.
  package let read: @Sendable (ExperimentSettings) -> String
  /// The same for people: a shorter text where one means the same value.
  package let show: @Sendable (ExperimentSettings) -> String
  /// Whether there are values that `show` tells by a shorter text than `read`.
  private let isShortened: Bool
  /// Sets it to the value that other settings have.
  let copy: @Sendable (_ source: ExperimentSettings, _ target: inout ExperimentSettings) -> Void
  /// Sets it from text. False where the text is no possible value; then nothing is set.
  let write: @Sendable (inout ExperimentSettings, String) -> Bool
  /// The values that are possible, in words that follow "takes".
  package let allowed: String
  /// What a value is.
  package let kind: Kind
  /// The possible values of a choice; none for other kinds.
  package let choices: [String]

  /// The parts of methods that it belongs to; none where it concerns every method.
  package private(set) var groups: Set<SettingGroup> = []
  /// When it acts; all of them must hold. The first one that does not is told.
  private(set) var conditions: [SettingCondition] = []
  /// The experiments in which it chooses the values of other settings; nil: all of them.
  private var selectingExperiments: Set<String>? = []
  /// Whether a run's description tells it, where it concerns the method.
  private(set) var isRecorded: @Sendable (ExperimentSettings) -> Bool = { _ in true }
  /// What its value takes of the machine's memory, for samples of so many inputs.
  private(set) var memory: [Memory] = []
  /// Why a text is no possible value, in words that follow "allowed:"; nil where `allowed` says all.
  private(set) var explain: @Sendable (_ text: String) -> String? = { _ in nil }

  /// Bytes that the value of a setting takes at least.
  struct Memory: Sendable {
    /// Whether it is a tensor of a checkpoint, rather than memory of the run.
    let isStored: Bool
    let bytes: @Sendable (ExperimentSettings, _ inputs: Int) -> Double
  }

  /// A setting that is written as `text` makes it, and read by `parse`, which gives nil for what is no
  /// possible value.
  ///
  /// - Parameters:
  ///   - path: where `ExperimentSettings` has the value
  ///   - section: the heading it stands under
  ///   - effect: what it acts on
  ///   - allowed: the possible values, in words that follow "allowed:"
  ///   - shown: a shorter text for people; nil for the same
  init<Value>(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Value> & Sendable,
    _ meaning: String, in section: SettingSection, on effect: SettingEffect, kind: Kind = .text,
    allowed: String, choices: [String] = [], text: @escaping @Sendable (Value) -> String,
    shown: (@Sendable (Value) -> String)? = nil, parse: @escaping @Sendable (String) -> Value?
  ) {
    (self.name, self.meaning, self.section, self.effect) = (name, meaning, section, effect)
    (self.kind, self.allowed, self.choices) = (kind, allowed, choices)
    read = { text($0[keyPath: path]) }
    copy = { $1[keyPath: path] = $0[keyPath: path] }
    isShortened = shown != nil
    let shown = shown ?? text
    show = { shown($0[keyPath: path]) }
    write = { settings, text in
      guard let value = parse(text) else { return false }
      settings[keyPath: path] = value
      return true
    }
  }

  /// What the value of a setting is. It decides how an experiment file may write it.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Any `text`, a real `number`, or a `choice` among names.
    case text, number, choice
    /// A whole number.
    case wholeNumber = "whole number"
    /// `yes` or `no`.
    case flag = "yes or no"
    /// Units of layers, such as `400,400`.
    case sizes = "list of whole numbers"
    /// Classes of tasks, such as `0,1/2,3`.
    case groups = "list of lists of whole numbers"
    /// How the learning rate changes, such as `step:1000:0.5`.
    case schedule = "rate schedule"
    /// Layers of a network, such as `dense 400, relu, dense`.
    case layers = "list of layers"

    /// Whether a value may have commas, so that one does not separate two values.
    package var mayHaveCommas: Bool { [.sizes, .groups, .schedule, .layers].contains(self) }

    /// Whether a random search draws whole numbers for the value.
    package var isOfWholeNumbers: Bool { [.wholeNumber, .sizes].contains(self) }
  }
}

extension SettingKey {
  /// What `show` makes of a value that `read` gave; `text` itself where it is no possible value.
  package func shown(_ text: String) -> String {
    var scratch = ExperimentSettings(experiment: "")
    return isShortened && write(&scratch, text) ? show(scratch) : text
  }

  /// The same setting, of the methods that have one of these parts.
  func concerning(_ groups: SettingGroup...) -> Self { changed { $0.groups = Set(groups) } }

  /// The same setting, which acts where all of these conditions hold.
  func acting(where conditions: SettingCondition...) -> Self {
    changed { $0.conditions = conditions }
  }

  /// The same setting, which chooses the values of others.
  ///
  /// - Parameter experiments: where it does so; nil: everywhere
  func selecting(in experiments: Set<String>? = nil) -> Self {
    changed { $0.selectingExperiments = experiments }
  }

  /// Whether it chooses the values of other settings of the experiment, and so is set before them.
  package func isSelector(in experiment: String) -> Bool {
    selectingExperiments?.contains(experiment) ?? true
  }

  /// The same setting, which a run's description tells in these cases only. A setting that came after runs
  /// were stored is told where it is used, so that older runs keep their identifiers.
  func recorded(where isRecorded: @escaping @Sendable (ExperimentSettings) -> Bool) -> Self {
    changed { $0.isRecorded = isRecorded }
  }

  /// The same setting, whose value takes so many bytes.
  ///
  /// - Parameter isStored: whether they are a tensor of a checkpoint, rather than memory of the run
  func needing(
    isStored: Bool = false,
    bytes: @escaping @Sendable (ExperimentSettings, _ inputs: Int) -> Double
  ) -> Self {
    changed { $0.memory.append(Memory(isStored: isStored, bytes: bytes)) }
  }

  /// The same setting, which says of a text why it is no possible value.
  func explaining(_ explain: @escaping @Sendable (_ text: String) -> String?) -> Self {
    changed { $0.explain = explain }
  }

  private func changed(_ change: (inout Self) -> Void) -> Self {
    var key = self
    change(&key)
    return key
  }
}
