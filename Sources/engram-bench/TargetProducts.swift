import Networks
import Tensors

/// The matrix products of a target network's step by themselves, on buffers of their own: what can be
/// had of this machine at the shapes that occur. Convolutions are no products of matrices; a network that has
/// them is compared with a large square product.
struct TargetProducts {
  /// One product and its operands.
  private struct Product {
    let name: String
    let shape: (m: Int, n: Int, k: Int)
    let transposes: (a: Bool, b: Bool)
    let a: Int
    let b: Int
    let c: Int

    var flops: Double { 2 * Double(shape.m) * Double(shape.n) * Double(shape.k) }
  }

  private let products: [Product]
  private var buffers: [[Float]] = []

  /// Floating-point operations of all products.
  var flops: Double { products.reduce(0) { $0 + $1.flops } }

  init(_ network: Architecture, batch: Int) {
    if network.features == nil {
      self.init(perceptron: network, batch: batch)
    } else {
      self.init(side: 2048)
    }
  }

  private init(side: Int) {
    let square = Product(
      name: "square", shape: (side, side, side), transposes: (false, false), a: 0, b: 1, c: 2)
    self.init([square], sizes: [Int](repeating: side * side, count: 3))
  }

  private init(perceptron network: Architecture, batch: Int) {
    var products: [Product] = []
    var sizes: [Int] = []
    func buffer(_ count: Int) -> Int {
      sizes.append(count)
      return sizes.count - 1
    }
    var inputs = buffer(batch * network.inputCount)
    var back: [Product] = []
    for (index, block) in network.dense.enumerated() {
      let (outputs, columns) = (block.weight.rows, block.weight.columns)
      let (weight, gradient) = (buffer(outputs * columns), buffer(outputs * columns))
      let (result, error) = (buffer(batch * outputs), buffer(batch * outputs))
      products.append(
        Product(
          name: "forward \(index + 1)", shape: (batch, outputs, columns), transposes: (false, true),
          a: inputs, b: weight, c: result))
      var ofLayer = [
        Product(
          name: "weight gradient \(index + 1)", shape: (outputs, columns, batch),
          transposes: (true, false), a: error, b: inputs, c: gradient)
      ]
      if index > 0 {
        ofLayer.append(
          Product(
            name: "input gradient \(index + 1)", shape: (batch, columns, outputs),
            transposes: (false, false), a: error, b: weight, c: buffer(batch * columns)))
      }
      back.insert(contentsOf: ofLayer, at: 0)
      inputs = result
    }
    self.init(products + back, sizes: sizes)
  }

  private init(_ products: [Product], sizes: [Int]) {
    self.products = products
    var random = RandomStream(seed: 1, purpose: "benchmark")
    // The same numbers everywhere: products do not depend on them, and drawing takes time.
    let values = (0..<1009).map { _ in Float(random.uniform() - 0.5) }
    buffers = sizes.map { count in (0..<count).map { values[$0 % 1009] } }
  }

  /// Seconds of each product, in the order of a step.
  mutating func run(by family: KernelFamily = .current) -> [(
    name: String, shape: String, flops: Double, seconds: Double
  )] {
    products.map { product in
      let (m, n, k) = product.shape
      let (ta, tb) = product.transposes
      let a = buffers[product.a].matrix(rows: ta ? k : m, columns: ta ? m : k)
      let b = buffers[product.b].matrix(rows: tb ? n : k, columns: tb ? k : n)
      let start = ContinuousClock.now
      multiply(
        ta ? a.transposed : a, tb ? b.transposed : b, into: &buffers[product.c],
        at: Block(rows: m, columns: n), by: family)
      return (
        product.name, "\(m)×\(n)×\(k)", product.flops,
        (ContinuousClock.now - start) / .seconds(1)
      )
    }
  }
}
