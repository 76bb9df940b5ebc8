#!/usr/bin/env python3
"""Times PyTorch at what `engram-bench resnet32` times: steps of ResNet-32 (He et al. 2015, section 4.2).

Usage: torch_resnet32.py [--threads 2] [--steps 5] [--repetitions 11]

"network" is a step of the network alone: forward, backward, and Adam on its own weights. "hypernetwork"
generates the weights by a chunked linear hypernetwork, regularizes the output of one past task where Adam's
step would lead, and moves the hypernetwork (von Oswald et al. 2020, section 2). Data are at hand, without
augmentation. Both memory formats take turns; times are medians. "over sgemm" is the time over that of the
convolutions' 13.2 GFLOP at batch 32, had they the rate of PyTorch's product of 2048 x 2048 x 2048.
"""

import argparse
import statistics
import time

import torch
from torch.nn import functional

STAGES = [(16, 1)] * 5 + [(32, 2)] + [(32, 1)] * 4 + [(64, 2)] + [(64, 1)] * 4
TASKS, CLASSES = 6, 10
EMBEDDING, CHUNK = 32, 7000
BETA = 0.05
SIDE = 2048


def shapes():
    """The tensors of the weights: scale, shift, filters and bias of each convolution, then the dense layer."""
    result, inputs = [], 3
    for channels in [16] + [c for c, _ in STAGES for _ in range(2)]:
        result += [(channels,), (channels,), (channels, inputs, 3, 3), (channels,)]
        inputs = channels
    return result + [(TASKS * CLASSES, inputs), (TASKS * CLASSES,)]


def flops(batch):
    """Of all convolutions: outputs, gradients of filters, gradients of inputs but the first."""
    products, inputs, side = 2 * 32 * 32 * 16 * 3 * 9, 16, 32
    for channels, stride in STAGES:
        side //= stride
        products += 3 * side * side * channels * 9 * (inputs + channels)
        inputs = channels
    return 2 * products * batch


def logits(weights, x):
    """The network's outputs, with batch norm as in training."""
    rest = iter(weights)

    def convolve(x, stride=1):
        scale, shift, filters, bias = (next(rest) for _ in range(4))
        values = functional.conv2d(x, filters, bias, stride, 1)
        return functional.batch_norm(values, None, None, scale, shift, training=True)

    x = functional.relu(convolve(x))
    for channels, stride in STAGES:
        inner = functional.relu(convolve(x, stride))
        added = (channels - x.shape[1]) // 2
        if stride > 1:
            x = functional.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, added, added))
        x = functional.relu(convolve(inner) + x)
    return functional.linear(x.mean((2, 3)), next(rest), next(rest))


class Network:
    """Steps on the network's own weights."""

    def __init__(self, memory_format):
        self.format = memory_format
        self.weights = []
        for shape in shapes():
            weight = 0.1 * torch.randn(shape)
            if len(shape) == 4:
                weight = weight.contiguous(memory_format=memory_format)
            self.weights.append(weight.requires_grad_())
        self.optimizer = torch.optim.Adam(self.weights, lr=1e-3, fused=True)

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = functional.cross_entropy(logits(self.weights, x)[:, :CLASSES], y)
        loss.backward()
        self.optimizer.step()


class Hypernetwork:
    """Steps on the hypernetwork that generates the weights, at the second task."""

    def __init__(self, memory_format):
        self.format = memory_format
        self.sizes = [torch.Size(shape).numel() for shape in shapes()]
        self.count = sum(self.sizes)
        chunks = -(-self.count // CHUNK)
        self.theta = [
            (0.05 * torch.randn(CHUNK, 2 * EMBEDDING)).requires_grad_(),
            torch.zeros(CHUNK, requires_grad=True),
            torch.randn(chunks, EMBEDDING, requires_grad=True),
        ]
        self.embedding = torch.randn(EMBEDDING, requires_grad=True)
        self.past = torch.randn(EMBEDDING)
        with torch.no_grad():
            self.target = self.generate(self.theta, self.past)
        self.optimizer = torch.optim.Adam([*self.theta, self.embedding], lr=1e-3, fused=True)

    def generate(self, theta, embedding):
        """The flat weights."""
        matrix, bias, chunks = theta
        inputs = torch.cat([chunks, embedding.expand(len(chunks), -1)], 1)
        return functional.linear(inputs, matrix, bias).flatten()[: self.count]

    def ahead(self):
        """The parameters that Adam's step along the task's gradient would lead to, as leaves."""
        result = []
        for parameter in self.theta:
            state = self.optimizer.state.get(parameter)
            gradient = parameter.grad
            first, second, t = (
                (state["exp_avg"], state["exp_avg_sq"], int(state["step"]) + 1) if state else (0, 0, 1)
            )
            first = (0.9 * first + 0.1 * gradient) / (1 - 0.9**t)
            second = (0.999 * second + 0.001 * gradient**2) / (1 - 0.999**t)
            result.append((parameter.detach() - 1e-3 * first / (second.sqrt() + 1e-8)).requires_grad_())
        return result

    def step(self, x, y):
        self.optimizer.zero_grad()
        parts = self.generate(self.theta, self.embedding).split(self.sizes)
        weights = [part.view(shape) for part, shape in zip(parts, shapes())]
        if self.format == torch.channels_last:
            weights = [w.contiguous(memory_format=self.format) if w.dim() == 4 else w for w in weights]
        functional.cross_entropy(logits(weights, x)[:, CLASSES : 2 * CLASSES], y).backward()
        ahead = self.ahead()
        (BETA * (self.generate(ahead, self.past) - self.target).square().sum()).backward()
        for parameter, moved in zip(self.theta, ahead):
            parameter.grad += moved.grad
        self.optimizer.step()


def seconds(body, steps):
    start = time.perf_counter()
    for _ in range(steps):
        body()
    return (time.perf_counter() - start) / steps


def main():
    parser = argparse.ArgumentParser(description="Times steps of ResNet-32 by PyTorch.")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--repetitions", type=int, default=11)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    print(f"PyTorch {torch.__version__}, {options.threads} threads\n")
    print("what          memory format  batch   ms/step  images/s  over sgemm")
    a, b = torch.randn(SIDE, SIDE), torch.randn(SIDE, SIDE)
    for batch in (32, 128):
        x, y = torch.randn(batch, 3, 32, 32), torch.randint(0, CLASSES, (batch,))
        rows = []
        for kind in (Network, Hypernetwork):
            for memory_format in (torch.channels_last, torch.contiguous_format):
                rows.append((kind(memory_format), x.contiguous(memory_format=memory_format)))
        times, products = [[] for _ in rows], []
        for repetition in range(options.repetitions + 1):
            product = seconds(lambda: a @ b, 1)
            taken = [seconds(lambda: row.step(data, y), options.steps) for row, data in rows]
            if repetition > 0:
                products.append(product)
                for i, value in enumerate(taken):
                    times[i].append(value)
        bare = flops(batch) / (2 * SIDE**3) * statistics.median(products)
        for (row, _), values in zip(rows, times):
            value = statistics.median(values)
            name = "channels last" if row.format == torch.channels_last else "contiguous"
            print(
                f"{type(row).__name__.lower():13} {name:14} {batch:5} {1e3 * value:9.1f}"
                f" {batch / value:9.0f} {value / bare:11.2f}"
            )


if __name__ == "__main__":
    main()
