import Foundation
import Learning
import Networks
import Tasks

/// Which task each test sample belongs to, told by the certainty of the predictions: HNET+ENT (von Oswald
/// et al. 2020, §2).
///
/// For every known task the weights are generated and all samples predicted, in a few large products
/// each; a sample is taken for the task whose predictive distribution has the lowest entropy. Entropies
/// are computed from log-softmax, so that `0 · log 0` is 0.
package struct TaskInference: Hashable, Sendable {
  /// `entropy[t][i]`: of the prediction for sample `i` with the weights of task `t`, in nats.
  package let entropy: [[Double]]
  /// `prediction[t][i]`: the class with the largest logit, counted within the head of task `t`.
  package let prediction: [[Int]]

  /// The task of lowest entropy for each sample; the earlier one of equals.
  package var tasks: [Int] {
    (entropy.first ?? []).indices.map { i in
      entropy.indices.dropFirst().reduce(0) { entropy[$1][i] < entropy[$0][i] ? $1 : $0 }
    }
  }

  /// Entropies and predictions of `samples` under all tasks of `state`.
  ///
  /// Complexity: 2 · tasks · samples · P FLOPs; the first layer's products are shared by all tasks where
  /// there is room for their table.
  package static func byEntropy(_ state: HypernetworkState, on samples: TaskSamples)
    -> TaskInference
  {
    var predictor = Predictor(state.network, state.hypernetwork)
    // The table costs as much as H + 1 tasks.
    let worthwhile = state.taskEmbeddings.count > 2 * (state.hypernetwork.lastHiddenSize + 1)
    let table =
      worthwhile ? predictor.firstLayer(of: samples, parameters: state.parameters) : nil
    let outputs = state.network.outputCount
    var (entropy, prediction) = ([[Double]](), [[Int]]())
    for (task, head) in state.heads.enumerated() {
      predictor.use(state, task: task)
      var (entropies, classes) = ([Double](), [Int]())
      predictor.forEachBatch(of: samples, through: table) { range, logits in
        Loss.entropies(
          logits: logits, outputs: outputs, head: head, count: range.count, into: &entropies,
          classes: &classes)
      }
      entropy.append(entropies)
      prediction.append(classes)
    }
    return TaskInference(entropy: entropy, prediction: prediction)
  }
}
