import Datasets
import Tasks

extension SettingKey {
  /// What is compared, which chooses the values of other settings.
  static let choices: [SettingKey] = [
    choice(
      "benchmark", \.benchmark,
      "the benchmark of a cell of table1; it sets tasks, networks and training", in: .choice,
      on: .target
    ).selecting().recorded { $0.experiment == Table1.name },
    SettingKey(
      "method", \.method,
      "the method that learns the tasks: "
        + MethodDeclaration.all.map(\.name).joined(separator: ", "),
      in: .choice, on: .method, kind: .choice,
      allowed: "one of " + MethodDeclaration.all.map(\.name).joined(separator: ", "),
      text: { $0 }, parse: { $0.isEmpty ? nil : $0 }
    ).selecting().recorded { $0.experiment == Table1.name || $0.method != "hnet" },
    choice(
      "profile", \.profile,
      "the length of the runs of table1 and fig5: full (as published), short (fig5: a tenth of the epochs) "
        + "or quick (table1: seconds per cell; fig5: minutes)",
      in: .choice, on: .target
    ).selecting().recorded { $0.experiment == Table1.name || $0.profile != .full },
  ]

  /// The data, and how they make tasks.
  static let tasks: [SettingKey] = [
    SettingKey(
      "dataset", \.dataset,
      "the dataset of the images, 'engram datasets' lists all; or several, such as "
        + "cifar-10+cifar-100, whose classes are counted on: 0 to 9, then 10 to 109", in: .tasks,
      on: .target,
      allowed: "a dataset's name: a–z, 0–9 and '-'; or several different ones joined by '+'",
      text: { $0 }, parse: { ExperimentSettings.namesDatasets($0) ? $0 : nil }
    ).acting(where: .imageTasks),
    integer(
      "tasks", \.tasks, 1...1000, "number of tasks to learn, the first ones of the sequence",
      in: .tasks,
      on: .target),
    choice(
      "scenario", \.scenario,
      "CL1: the task is given at test time; CL2: it is not, and all tasks share one head; CL3: it is "
        + "not, and each task has a head of its own", in: .tasks, on: .method
    ).selecting(),
    SettingKey(
      "groups", \.groups,
      "classes of each task where tasks are groups of classes, such as 0,1/2,3 or 0-9/10-19",
      in: .tasks, on: .target, kind: .groups,
      allowed: "groups of two or more classes, each class once, separated by /, such as 0,1/2,3 or "
        + "0-9/10-19",
      text: { ExperimentSettings.text(of: $0) },
      shown: { ExperimentSettings.shortText(of: $0) }, parse: { classGroups($0) }
    ).acting(where: .splitTasks),
    choice(
      "class_order", \.classOrder,
      "order of the classes of groups: fixed (as groups lists them) or shuffled (drawn from the seed, as many "
        + "for each task)", in: .tasks, on: .target
    ).acting(where: .splitTasks).recorded { $0.classOrder != .fixed },
    integer(
      "heads", \.heads, 1...1000,
      "number of output heads of permuted tasks, and the largest number of tasks",
      in: .tasks, on: .target
    ).acting(
      where: .permutedTasks,
      // With a shared head their number is the most tasks there can be, and otherwise nothing.
      SettingCondition("scenario is CL1 or CL3, or tasks is above the default of heads") {
        $0.scenario != .domainIncremental || $0.uses(.taskInference)
          || $0.tasks > $0.selected().heads
      }),
    integer(
      "padding", \.padding, 0...64, "pixels added on each side of an image before it is permuted",
      in: .tasks,
      on: .target
    ).acting(where: .permutedTasks),
    choice(
      "normalization", \.normalization,
      "normalization of the images: none scales bytes to 0 to 1; imagenet also subtracts ImageNet's mean "
        + "of each colour and divides by its deviation", in: .tasks, on: .target
    ).acting(
      where: .splitTasks,
      SettingCondition(
        "method has no replay model, which generates values from 0 to 1", isOfChoice: true
      ) {
        $0.declaration?.groups.contains(.autoencoder) != true
      }
    ).recorded { $0.normalization != .plain },
    choice(
      "augmentation", \.augmentation,
      "augmentation of training images: none; flip_crop mirrors an image with probability 1/2 and moves "
        + "it by up to 4 pixels, which leaves black edges", in: .tasks, on: .target
    ).acting(where: .splitTasks).recorded { $0.augmentation != .plain },
  ]

  /// Images that are held out.
  static let validation = integer(
    "validation", \.validation, 0...1_000_000,
    "number of training images that are held out and tested on in place of the test images; 0: none",
    in: .tasks, on: .target
  ).acting(where: .imageTasks).recorded { $0.validation > 0 }

  private static func classGroups(_ text: String) -> [[Int]]? {
    let groups = text.split(separator: "/", omittingEmptySubsequences: false).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).flatMap { classRange($0) ?? [-1] }
    }
    let classes = groups.flatMap { $0 }
    guard Set(classes).count == classes.count, classes.allSatisfy({ (0..<256).contains($0) }),
      groups.allSatisfy({ $0.count >= 2 })
    else { return nil }
    return groups
  }

  /// The classes that `7` or `0-9` stands for; nil for any other text.
  private static func classRange(_ text: Substring) -> [Int]? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard let first = ends.first, let last = ends.last, ends.count <= 2, first >= 0,
      first < last || ends.count == 1, last < 256
    else { return nil }
    return Array(first...last)
  }
}
