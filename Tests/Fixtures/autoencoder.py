#!/usr/bin/env python3
"""Writes autoencoder.json: the loss of variational autoencoders and its gradients.

By the same rules as generate.py, whose pieces it shares.

Usage: autoencoder.py [folder]   (default: the folder of this script)
"""

import math
import random
import sys
from pathlib import Path

import numpy as np
from generate import check_gradient, draw, perceptron, perceptron_backward, unflatten, write, zeros_like


def weight_count(sizes):
    return sum(o * i + o for i, o in zip(sizes, sizes[1:]))


def flat_of(layers):
    return np.concatenate(
        [part.reshape(-1) for layer in layers for part in (layer["weight"], layer["bias"])]
    )


def evaluate(case, want_gradient):
    """Sample by sample and pixel by pixel: reconstruction, kl, gradients; and the hidden sums."""
    encoder = unflatten(case["encoder_sizes"], case["encoder_weights"])
    decoder = unflatten(case["decoder_sizes"], case["decoder_weights"])
    encoder_slopes, decoder_slopes = zeros_like(encoder), zeros_like(decoder)
    latents, conditions = case["latents"], case["conditions"]
    pixels = case["encoder_sizes"][0]
    reconstruction, divergence, hidden = 0.0, 0.0, []
    for group in case["groups"]:
        share = group["weight"] / (group["end"] - group["start"]) / pixels
        for row in range(group["start"], group["end"]):
            image, noise = case["images"][row], case["noise"][row]
            code, encoder_inputs, encoder_sums = perceptron(encoder, "relu", image)
            mean, log_variance = code[:latents], code[latents:]
            deviation = np.array([math.exp(v / 2) for v in log_variance])
            one_hot = np.zeros(conditions)
            if group["condition"] is not None:
                one_hot[group["condition"]] = 1
            z = mean + deviation * noise
            logits, decoder_inputs, decoder_sums = perceptron(
                decoder, "relu", np.concatenate([z, one_hot])
            )
            hidden += [s for sums in (encoder_sums, decoder_sums) for s in sums[:-1]]
            upstream = np.zeros(pixels)
            for i in range(pixels):
                p = 1 / (1 + math.exp(-logits[i]))
                y = image[i]
                # −ln p and −ln (1 − p), without the rounding of 1 − p.
                yes, no = math.log1p(math.exp(-logits[i])), math.log1p(math.exp(logits[i]))
                reconstruction += share * (y * yes + (1 - y) * no)
                upstream[i] = share * (p - y)
            for m, v in zip(mean, log_variance):
                divergence += share * 0.5 * (m * m + math.exp(v) - 1 - v)
            if not want_gradient:
                continue
            back = perceptron_backward(
                decoder, "relu", decoder_inputs, decoder_sums, upstream, decoder_slopes
            )[:latents]
            of_mean = back + share * mean
            of_log_variance = back * noise * deviation / 2 + share * (deviation**2 - 1) / 2
            perceptron_backward(
                encoder,
                "relu",
                encoder_inputs,
                encoder_sums,
                np.concatenate([of_mean, of_log_variance]),
                encoder_slopes,
            )
    margin = min(abs(item) for sums in hidden for item in sums)
    slopes = (flat_of(encoder_slopes), flat_of(decoder_slopes)) if want_gradient else None
    return reconstruction, divergence, slopes, margin


def case_of(number, name, conditions, groups):
    pixels, latents = 9, 3
    rows = groups[-1]["end"]
    for attempt in range(1000):
        rng = random.Random(3100000 + 1000 * number + attempt)
        case = {
            "name": name,
            "latents": latents,
            "conditions": conditions,
            "encoder_sizes": [pixels, 5, 4, 2 * latents],
            "decoder_sizes": [latents + conditions, 4, 6, pixels],
            "groups": groups,
        }
        case["encoder_weights"] = draw(rng, weight_count(case["encoder_sizes"]), scale=0.5)
        case["decoder_weights"] = draw(rng, weight_count(case["decoder_sizes"]), scale=0.5)
        case["images"] = np.array(
            [[rng.randrange(257) / 256 for _ in range(pixels)] for _ in range(rows)]
        )
        case["noise"] = draw(rng, rows, latents)
        reconstruction, divergence, slopes, margin = evaluate(case, True)
        if margin > 1e-3:
            break
    else:
        raise RuntimeError(f"{name}: every attempt has a unit near 0")
    check_gradient(
        name,
        lambda: sum(evaluate(case, False)[:2]),
        [case["encoder_weights"], case["decoder_weights"]],
        list(slopes),
    )
    case.update(reconstruction=reconstruction, kl=divergence)
    case.update(encoder_gradient=slopes[0], decoder_gradient=slopes[1])
    return case


def group(start, end, weight=1.0, condition=None):
    return {"start": start, "end": end, "weight": weight, "condition": condition}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    cases = [
        case_of(0, "plain", 0, [group(0, 3)]),
        case_of(1, "conditioned", 4, [group(0, 3, condition=2)]),
        case_of(2, "current_and_replayed", 0, [group(0, 2, 0.25), group(2, 5, 0.75)]),
        case_of(3, "two_conditions", 2, [group(0, 1, 0.5, 1), group(1, 4, 1.5, 0)]),
    ]
    write(folder, "autoencoder.json", {"cases": cases})


if __name__ == "__main__":
    main()
