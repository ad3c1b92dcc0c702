"""Writes losses.json: loss values and gradients in float64 from PyTorch's own losses and autograd.

    python3 -m venv .venv && .venv/bin/pip install torch numpy && .venv/bin/python test/golden/losses.py
"""

import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F

SEED = 20211015
rng = np.random.default_rng(SEED)


def dice(y, p, smooth, reduction):
    """1 - Dice from products of flattened vectors, class by class, image by image or for the whole batch."""
    first = 0 if y.shape[-1] == 1 else 1
    groups = [(y, p)] if reduction == "batch" else list(zip(y, p))
    values = []
    for truth, prediction in groups:
        for c in range(first, y.shape[-1]):
            a, b = truth[..., c].flatten(), prediction[..., c].flatten()
            values.append(1 - (2 * torch.dot(a, b) + smooth) / (a.sum() + b.sum() + smooth))
    return torch.stack(values).mean()


def cross_entropy(y, z):
    """PyTorch's own losses from logits; PyTorch wants the channels second."""
    if y.shape[-1] == 1:
        return F.binary_cross_entropy_with_logits(z, y)
    return F.cross_entropy(z.movedim(-1, 1), y.movedim(-1, 1))


def case(shape, soft, smooth, reduction, alpha, beta):
    z = torch.tensor((2 * rng.standard_normal(shape)).astype(np.float32).astype(np.float64), requires_grad=True)
    if shape[-1] == 1:
        y = rng.random(shape) if soft else (rng.random(shape) < 0.4).astype(np.float64)
    else:
        y = np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])]
    y = torch.tensor(y.astype(np.float32).astype(np.float64))
    p = torch.sigmoid(z) if shape[-1] == 1 else torch.softmax(z, -1)
    losses = {"bce": cross_entropy(y, z), "dice": dice(y, p, smooth, reduction)}
    losses["bceDice"] = alpha * losses["bce"] + beta * losses["dice"]
    gradients = {name: torch.autograd.grad(loss, z, retain_graph=True)[0] for name, loss in losses.items()}
    flat = lambda t: [float(f"{v:.9g}") for v in t.detach().flatten().tolist()]
    return {
        "options": {"smooth": smooth, "reduction": reduction, "alpha": alpha, "beta": beta},
        "shape": shape,
        "yTrue": flat(y),
        "logits": flat(z),
        "losses": {name: float(f"{loss.item():.9g}") for name, loss in losses.items()},
        "gradients": {name: flat(gradient) for name, gradient in gradients.items()},
    }


cases = {
    "one mask": case([2, 3, 4, 1], False, 1.0, "batch", 0.5, 1.0),
    "one mask, per image": case([3, 2, 3, 1], False, 1.0, "image", 1.0, 0.25),
    "one mask, soft labels": case([2, 3, 2, 1], True, 0.5, "batch", 0.5, 1.0),
    "three classes": case([2, 3, 2, 3], False, 1.0, "batch", 0.5, 1.0),
    "three classes, per image": case([2, 2, 3, 3], False, 0.0, "image", 2.0, 1.0),
}
versions = {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
