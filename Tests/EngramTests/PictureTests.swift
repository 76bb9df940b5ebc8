import Foundation
import TestSupport
import Testing

/// Runs on colour pictures of two datasets in the format of CIFAR.
@Suite("Colour pictures")
struct PictureTests {
  private let store: TestStore

  private static let pictures = [
    SmallPictures("small-10", classes: 10, trainPerClass: 12, testPerClass: 4),
    SmallPictures("small-20", classes: 20, labelBytes: 2, trainPerClass: 12, testPerClass: 4),
  ]

  init() throws { store = try TestStore(pictures: Self.pictures) }

  private func arguments(_ settings: [String]) -> [String] {
    [
      "run", "split-mnist", "dataset=small-10+small-20", "groups=0-9/10-14/15-19", "steps=20",
      "batch=16", "target_hidden=20", "chunk_size=2000",
    ] + settings
  }

  @Test("a sequence over two datasets is learned, found again, and told with its classes")
  func sequence() throws {
    let pictures = ["normalization=imagenet", "augmentation=flip_crop"]
    let first = try store.summaries(arguments(pictures))[0]
    #expect(first.computedStages == 8 && first.foundStages == 0)
    // 3 × 6 × 6 inputs, 20 outputs.
    #expect(first.targetWeights == 109 * 20 + 21 * 20)
    let again = try store.succeed(arguments(pictures))
    #expect(again.contains("0 stages computed, 8 found"))
    for classes in ["0-9", "10-14", "15-19"] { #expect(again.contains(classes), "\(again)") }
    // Without augmentation other states come out; the data are found.
    let plain = try store.summaries(arguments(pictures.dropLast()))[0]
    #expect(plain.foundStages == 4 && plain.run != first.run)
    #expect(
      try store.sqlite(
        "SELECT DISTINCT node FROM stage_execution WHERE node LIKE 'dataset%' ORDER BY node")
        == ["dataset", "dataset/small-10", "dataset/small-20"])
    try store.survives()
  }

  @Test("training pictures are varied alike by any number of threads, and by every seed otherwise")
  func threads() throws {
    let settings = arguments(["augmentation=flip_crop", "--quiet"])
    let other = try TestStore(pictures: Self.pictures)
    try store.succeed(settings)
    let result = try other.run(settings, environment: ["ENGRAM_THREADS": "2"])
    #expect(result.status == 0, "\(result.error)")
    #expect(try StoreState(store.url).contents == StoreState(other.url).contents)
  }

  @Test("images of all datasets are held out, and answered where tasks are inferred")
  func validation() throws {
    let settings = [
      "method=hnet+ent", "scenario=CL3", "groups=0-9/10-19/20-29", "validation=180", "--quiet",
    ]
    try store.succeed(arguments(settings))
    let lines = try store.succeed(["export", "answers", "split-mnist"]).split(separator: "\r\n")
    let rows = lines.dropFirst().map { $0.split(separator: ",").compactMap { Int($0) } }
    // Half of 360 images: of each task, whichever dataset its classes are of.
    #expect(rows.count == 180)
    for (task, classes) in [(1, 0...9), (2, 10...19), (3, 20...29)] {
      let own = rows.filter { $0[0] == task }
      #expect(own.count > 20 && own.allSatisfy { classes.contains($0[2]) })
    }
  }

  @Test("datasets are listed with channels, size and classes")
  func listed() throws {
    let text = try store.succeed([
      "datasets", "list", "--format", "csv",
    ])
    #expect(
      text.contains("name,title,train,test,channels,size,classes,licence,on_this_machine"))
    #expect(text.contains("small-20,t,240,80,3,6 × 6,20,l,yes"))
    let verified = try store.succeed([
      "datasets", "verify", "small-10",
    ])
    #expect(verified.split(separator: "\n").count == 2)
  }
}
