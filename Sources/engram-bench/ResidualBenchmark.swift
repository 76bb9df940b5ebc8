import Datasets
import Networks
import Settings
import Tasks
import Tensors

/// The experiment of Figure 5, with generated images instead of CIFAR's: ResNet-32, whose weights a linear
/// hypernetwork generates in chunks (von Oswald et al. 2020, appendix C).
struct ResidualBenchmark {
  /// Six tasks of ten classes.
  private static let tasks = 6
  private static let classesPerTask = 10
  /// Each class has as many images. What they show makes no difference to the time.
  private static let imagesPerClass = 20

  let settings: ExperimentSettings

  /// The experiment with so many samples in each step.
  init(batch: Int) {
    var settings = ExperimentSettings(experiment: "resnet32")
    settings.tasks = Self.tasks
    settings.groups = (0..<Self.tasks).map { task in
      (0..<Self.classesPerTask).map { task * Self.classesPerTask + $0 }
    }
    settings.normalization = .imagenet
    settings.augmentation = .flipCrop
    settings.networkLayers = Self.layers
    settings.hyperHidden = []
    (settings.taskEmbedding, settings.chunkEmbedding, settings.chunkSize) = (32, 32, 7000)
    settings.batch = batch
    settings.beta = 0.05
    settings.ownHead = true
    self.settings = settings
  }

  /// ResNet-32 without its last layer (He et al. 2015, §4.2).
  private static let layers: [Layer] =
    [.convolution(channels: 16), .batchNorm, .activation(.relu)]
    + [16, 32, 64].flatMap { channels in
      (0..<5).map {
        Layer.residualBlock(channels: channels, stride: channels > 16 && $0 == 0 ? 2 : 1)
      }
    } + [.averagePooling(nil)]

  /// Images of CIFAR's shape, all bytes at random.
  static func images() -> ImageDataset {
    let (classes, shape) = (tasks * classesPerTask, SampleShape(channels: 3, height: 32, width: 32))
    let count = classes * imagesPerClass
    var random = RandomStream(seed: 1, purpose: "benchmark")
    let images = LabelledImages(
      pixels: (0..<count * shape.count).map { _ in UInt8(256 * random.uniform()) },
      labels: (0..<count).map { UInt8($0 % classes) }, count: count, height: shape.height,
      width: shape.width, channels: shape.channels)
    return ImageDataset(name: "generated", classCount: classes, train: images, test: images)
  }
}
