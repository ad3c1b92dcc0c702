"""Pseudo-random weights by formula, the same in Python and in test/support/pseudoWeights.ts, and what a golden file holds.

Value k of the tensor with name n and the shape of this library (row-major; kernels [height, width, in, out], of
transposed convolutions [height, width, out, in], of depthwise ones [height, width, channels, 1]):

    h = FNV-1a of n, 32 bits
    u = fmix32(h + k * 0x9E3779B9 mod 2^32) / 2^32, fmix32 being the finaliser of MurmurHash3: from 0 to below 1

    .../kernel                      (2u - 1) * sqrt(6 / fan), fan = shape[0] * shape[1] * shape[2], without the last
                                    factor where n holds "depthwise"
    .../gamma                       0.5 + u
    .../moving_variance             1 + u, so that residual blocks do not add up to huge values
    .../bias, beta, moving_mean     0.2 * (2u - 1)

computed in float64, rounded to float32. An image has the values u of the name "image".
"""

import json
import math
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F


def fnv1a(name):
    h = 0x811C9DC5
    for byte in name.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h


def uniform(name, size):
    h = (fnv1a(name) + np.arange(size, dtype=np.uint64) * 0x9E3779B9) & 0xFFFFFFFF
    h ^= h >> np.uint64(16)
    h = (h * 0x85EBCA6B) & 0xFFFFFFFF
    h ^= h >> np.uint64(13)
    h = (h * 0xC2B2AE35) & 0xFFFFFFFF
    h ^= h >> np.uint64(16)
    return h.astype(np.float64) / 2**32


def values(name, shape):
    u = uniform(name, math.prod(shape))
    kind = name.split("/")[-1]
    if kind == "gamma":
        v = 0.5 + u
    elif kind == "moving_variance":
        v = 1 + u
    elif kind in ("bias", "beta", "moving_mean"):
        v = 0.2 * (2 * u - 1)
    elif kind == "kernel":
        v = (2 * u - 1) * math.sqrt(6 / (shape[0] * shape[1] * (1 if "depthwise" in name else shape[2])))
    else:
        raise ValueError(name)
    return torch.tensor(v.astype(np.float32).astype(np.float64).reshape(shape))


def image(shape):
    """[batch, height, width, channels], as PyTorch takes it: channels second."""
    u = uniform("image", math.prod(shape)).astype(np.float32).astype(np.float64)
    return torch.tensor(u.reshape(shape)).permute(0, 3, 1, 2)


def conv(x, name, filters, k, stride=1, dilation=1, bias=True, padding=None):
    """Convolution of PyTorch's geometry: the same number of zeros on all sides."""
    weight = values(f"{name}/kernel", (k, k, x.shape[1], filters)).permute(3, 2, 0, 1)
    b = values(f"{name}/bias", (filters,)) if bias else None
    pad = dilation * (k - 1) // 2 if padding is None else padding
    return F.conv2d(x, weight, b, stride=stride, dilation=dilation, padding=pad)


def depthwise_conv(x, name, k, stride=1, dilation=1, bias=False):
    """One filter per channel, PyTorch's geometry; the name holds "depthwise"."""
    weight = values(f"{name}/kernel", (k, k, x.shape[1], 1)).permute(2, 3, 0, 1)
    b = values(f"{name}/bias", (x.shape[1],)) if bias else None
    pad = dilation * (k - 1) // 2
    return F.conv2d(x, weight, b, stride=stride, dilation=dilation, padding=pad, groups=x.shape[1])


def conv_transpose(x, name, filters, k, stride=2, padding=0, output_padding=0):
    weight = values(f"{name}/kernel", (k, k, filters, x.shape[1])).permute(3, 2, 0, 1)
    b = values(f"{name}/bias", (filters,))
    return F.conv_transpose2d(x, weight, b, stride=stride, padding=padding, output_padding=output_padding)


def batch_norm(x, name, epsilon=1e-3):
    parts = [values(f"{name}/{part}", (x.shape[1],)) for part in ("moving_mean", "moving_variance", "gamma", "beta")]
    return F.batch_norm(x, *parts, training=False, eps=epsilon)


def unit(x, name, filters, k, **options):
    """Convolution, batch norm, ReLU: the parts `conv` and `bn`."""
    epsilon = options.pop("epsilon", 1e-3)
    return F.relu(batch_norm(conv(x, f"{name}/conv", filters, k, **options), f"{name}/bn", epsilon))


def drop(x):
    """DropBlock in inference."""
    return x


def summary(y):
    """Statistics over all values and 24 samples at equal distances, in the order [batch, height, width, channels]."""
    flat = y.permute(0, 2, 3, 1).flatten()
    number = lambda v: float(f"{float(v):.9g}")
    statistics = {"mean": flat.mean(), "rms": flat.square().mean().sqrt(), "min": flat.min(), "max": flat.max()}
    samples = flat[torch.arange(24) * flat.numel() // 24]
    return {
        "shape": list(y.permute(0, 2, 3, 1).shape),
        **{name: number(v) for name, v in statistics.items()},
        "samples": [number(v) for v in samples],
    }


def write(script, cases):
    """Writes NAME.json beside NAME.py."""
    versions = {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__}
    path = pathlib.Path(script).with_suffix(".json")
    path.write_text(json.dumps({"versions": versions, "cases": cases}, indent=2) + "\n")
    print(f"{path.name}: {len(cases)} cases")
