/// Passes over the codes of a variational autoencoder: for each row the `latents` means μ, then as many
/// log-variances v (Kingma & Welling 2014).

/// Rows of one slice.
private let sliceRows = 8

/// Samples latents, `z = μ + e^{½ v} ε`, and measures how far their distribution is from the normal one.
///
/// - Parameters:
///   - codes: `[rows × 2 latents]`
///   - noise: ε, `[rows × latents]`
///   - deviations: set to e^{½ v}, `[rows × latents]`
///   - divergences: set to each row's `KL(N(μ, e^v) ‖ N(0, 1)) = ½ Σ (μ² + e^v − 1 − v)`, in nats
///   - samples: z, written to the first `latents` columns of rows that are `stride` apart
///
/// Complexity: one pass.
package func sampleLatents<S: Real>(
  codes: [S], noise: [S], rows: Int, latents: Int, deviations: inout [S],
  divergences: inout [S], into samples: inout [S], stride: Int
) {
  precondition(
    2 * rows * latents <= codes.count && rows * latents <= min(noise.count, deviations.count)
      && rows <= divergences.count && latents <= stride && rows * stride <= samples.count,
    "\(rows) rows of \(latents) latents by \(stride) of \(codes.count) numbers")
  withPointers(codes, noise) { codes, noise in
    withMutablePointers(&deviations, &divergences, &samples) { deviations, divergences, samples in
      parallelSlices(rows, width: sliceRows) { _, range in
        for row in range {
          divergences[row] = latentKernel(
            codes + 2 * row * latents, noise + row * latents, latents,
            deviations + row * latents, samples + row * stride)
        }
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func latentKernel<S: Real>(
  _ codes: UnsafePointer<S>, _ noise: UnsafePointer<S>, _ count: Int,
  _ deviations: UnsafeMutablePointer<S>, _ samples: UnsafeMutablePointer<S>
) -> S {
  var (sums, rest) = (SIMD8<S>(repeating: 0), S(0))
  let half = SIMD8<S>(repeating: 0.5)
  forEachOctet(0, count) { i, isWhole in
    let (mean, logVariance) = (get(codes + i, isWhole), get(codes + count + i, isWhole))
    let deviation = S.exponentials(half * logVariance)
    put(deviation, deviations + i, isWhole)
    put(mean + deviation * get(noise + i, isWhole), samples + i, isWhole)
    let divergence = half * (mean * mean + (deviation * deviation - 1 - logVariance))
    if isWhole { sums += divergence } else { rest += divergence[0] }
  }
  return sums.sum() + rest
}

/// The way back of `sampleLatents`: the gradient with respect to the codes of a loss that holds
/// `scales[row] · KL` and depends on `z` besides.
///
///     ∂/∂μ = ∂L/∂z + scale · μ        ∂/∂v = ½ e^{½ v} ε ∂L/∂z + ½ scale · (e^v − 1)
///
/// - Parameter sampleGradient: ∂L/∂z, `[rows × latents]`
package func backpropagateLatents<S: Real>(
  codes: [S], noise: [S], deviations: [S], sampleGradient: [S], rows: Int, latents: Int,
  scales: [S], gradient: inout [S]
) {
  precondition(
    2 * rows * latents <= min(codes.count, gradient.count)
      && rows * latents <= min(noise.count, deviations.count, sampleGradient.count)
      && rows <= scales.count, "\(rows) rows of \(latents) latents of \(codes.count) numbers")
  withPointers(codes, noise, deviations, sampleGradient) { codes, noise, deviations, slopes in
    withPointers(scales) { scales in
      withMutablePointers(&gradient) { gradient in
        parallelSlices(rows, width: sliceRows) { _, range in
          for row in range {
            latentSlopeKernel(
              codes + 2 * row * latents, noise + row * latents, deviations + row * latents,
              slopes + row * latents, latents, scales[row], gradient + 2 * row * latents)
          }
        }
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func latentSlopeKernel<S: Real>(
  _ codes: UnsafePointer<S>, _ noise: UnsafePointer<S>, _ deviations: UnsafePointer<S>,
  _ slopes: UnsafePointer<S>, _ count: Int, _ scale: S, _ gradient: UnsafeMutablePointer<S>
) {
  let half: S = 0.5
  forEachOctet(0, count) { i, isWhole in
    let (slope, deviation) = (get(slopes + i, isWhole), get(deviations + i, isWhole))
    put(slope + scale * get(codes + i, isWhole), gradient + i, isWhole)
    let ofVariance =
      deviation * get(noise + i, isWhole) * slope + scale * (deviation * deviation - 1)
    put(half * ofVariance, gradient + count + i, isWhole)
  }
}
