import Datasets
import Experiments
import Foundation
import Pipeline
import Settings
import TestSupport
import Testing

@Suite("The roles of nodes")
struct NodeRoleTests {
  @Test("a name follows from a role, and is read back as that role")
  func names() {
    let names: [(NodeRole, String)] = [
      (.dataset, "dataset"), (.datasets(["cifar-10"]), "dataset/cifar-10"),
      (.datasets(["cifar-10", "mnist"]), "dataset/cifar-10_mnist"),
      (.initialize(.learner), "initialize"),
      (.initialize(.replayModel), "replay/initialize"),
      (.initialize(.inferenceNetwork), "inference/initialize"),
      (.train(.learner, task: 0), "train/task-01"), (.train(.learner, task: 9), "train/task-10"),
      (.train(.replayModel, task: 99), "replay/task-100"),
      (.train(.inferenceNetwork, task: 8), "inference/task-09"),
      (.beginAnswers, "answer/begin"), (.answer(task: 1), "answer/task-02"),
      (.evaluate, "evaluate"), (.predict, "predict"), (.scan, "scan"),
    ]
    for (role, name) in names {
      #expect(role.name == name)
      #expect(NodeRole(name: name) == role)
    }
  }

  @Test(
    "no other name is read as a role",
    arguments: [
      "", "train", "train/", "train/task-", "train/task-00", "train/task-1", "train/task-001",
      "train/task-+1", "train/task-01/x", "/train/task-01", "other/task-01", "answer", "Dataset",
      "train/initialize", "answer/initialize", "dataset/", "dataset/A", "dataset/a__b",
    ])
  func foreign(name: String) { #expect(NodeRole(name: name) == nil) }

  @Test(
    "checkpoints and results of tasks have a link, and the learner's is named by its task alone")
  func links() {
    #expect(NodeRole.train(.learner, task: 4).linkName == "task-05")
    #expect(NodeRole.train(.replayModel, task: 4).linkName == "replay-task-05")
    #expect(NodeRole.answer(task: 0).linkName == "answer-task-01")
    #expect(NodeRole.scan.linkName == "scan")
    for role: NodeRole in [.dataset, .initialize(.learner), .beginAnswers, .evaluate, .predict] {
      #expect(role.linkName == nil)
    }
  }

  @Test("every node of every method has a role")
  func methods() throws {
    let folder = try TemporaryFolder()
    let catalog = DatasetCatalog(folder: TestProject.datasets)
    let executor = Executor(
      store: try Store(at: folder.url.appending(path: "store")), numericClass: "n",
      program: Program(version: "1", sourceRevision: nil, sourceIsDirty: nil, libraries: [:])
    ) { _ in }
    var roles: Set<NodeRole> = []
    for preset in ["fig4", "fig2", "split-mnist"] {
      for method in MethodDeclaration.all {
        var settings = try Preset.named(preset).settings
        let scenario = try #require(method.scenarios.first)
        let choice = ["method=\(method.name)", "scenario=\(scenario.rawValue)"]
        guard (try? SettingKey.apply(choice, to: &settings)) != nil else { continue }
        let graph = try ExperimentGraph(settings, in: catalog, downloads: folder.url).graph
        for step in try executor.plan(graph) {
          let role = try #require(NodeRole(name: step.node), "\(step.node)")
          #expect(role.name == step.node)
          roles.insert(role)
        }
      }
    }
    let all: Set<NodeRole> = [
      .dataset, .beginAnswers, .answer(task: 4), .evaluate, .predict, .scan,
    ]
    #expect(roles.isSuperset(of: all))
    for part in NodeRole.Part.allCases {
      #expect(roles.isSuperset(of: [.initialize(part), .train(part, task: 3)]))
    }
  }

  @Test("each kind of measurement is in an artifact, and other artifacts hold none")
  func measurements() {
    let artifacts = [
      HypernetworkArtifact.kind, ClassifierArtifact.kind, ReplayModelArtifact.kind,
      AnswersArtifact.kind, EvaluationArtifact.kind, "embedding-scan",
    ]
    let held = artifacts.map { Measurements.kinds(ofArtifact: $0) }
    #expect(!held.contains([]))
    #expect(held.reduce([]) { $0.union($1) } == Set(Measurements.Kind.allCases))
    #expect(Measurements.kinds(ofArtifact: DatasetArtifact.kind) == [])
    #expect(Measurements.kinds(ofArtifact: AnswersArtifact.kind) == [.scores])
  }
}
