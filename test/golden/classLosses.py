"""Writes classLosses.json: losses of classes and regions, weighted and partly drawn, with gradients in float64.

    python3 -m venv .venv && .venv/bin/pip install torch numpy && .venv/bin/python test/golden/classLosses.py

Each loss is written from its paper's sums, pixel by pixel where a class is not drawn; PyTorch differentiates.
"""

import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F

SEED = 20261130
rng = np.random.default_rng(SEED)


def maps(z, regions):
    """Log-probabilities and probabilities of every channel."""
    if regions or z.shape[-1] == 1:
        return F.logsigmoid(z), torch.sigmoid(z)
    return F.log_softmax(z, -1), torch.softmax(z, -1)


def focal(y, z, regions, weights, gamma, alpha=None):
    """Weighted mean over what is drawn; gamma 0 is the cross-entropy."""
    channels = z.shape[-1]
    y, z = y.reshape(-1, channels), z.reshape(-1, channels)
    log_p, p = maps(z, regions)
    total, count = 0.0, 0.0
    for i in range(len(y)):
        if regions or channels == 1:
            for c in range(channels):
                if y[i, c] < 0:
                    continue
                inside = y[i, c] > 0.5
                log_pt = log_p[i, c] if inside else F.logsigmoid(-z[i, c])
                balance = 1.0 if alpha is None else (alpha if inside else 1 - alpha)
                total = total - weights[c] * balance * (1 - log_pt.exp()) ** gamma * log_pt
                count = count + weights[c]
        elif (y[i] > 0.5).any():
            c = int(y[i].argmax())
            total = total - weights[c] * (1 - p[i, c]) ** gamma * log_p[i, c]
            count = count + weights[c]
        elif (y[i] < 0).any() and not (y[i] < 0).all():
            undrawn = p[i][y[i] < 0].sum()
            total = total - weights[0] * (1 - undrawn) ** gamma * torch.log(undrawn)
            count = count + weights[0]
    return total / count


def compared(y, z, regions, c):
    """Truth and probability of one class where it is drawn."""
    drawn = y[..., c].flatten() >= 0
    return y[..., c].flatten()[drawn], maps(z, regions)[1][..., c].flatten()[drawn]


def mean_of_classes(y, z, regions, weights, reduction, score):
    first = 0 if regions or z.shape[-1] == 1 else 1
    groups = [(y, z)] if reduction == "batch" else [(y[i : i + 1], z[i : i + 1]) for i in range(len(y))]
    total, count = 0.0, 0.0
    for truth, logits in groups:
        for c in range(first, z.shape[-1]):
            a, b = compared(truth, logits, regions, c)
            if len(a):
                total, count = total + weights[c] * score(a, b), count + weights[c]
    return total / count


def dice(smooth):
    return lambda a, b: 1 - (2 * torch.dot(a, b) + smooth) / (a.sum() + b.sum() + smooth)


def tversky(smooth, alpha, beta, gamma=1.0):
    def score(a, b):
        tp, fp, fn = torch.dot(a, b), torch.dot(1 - a, b), torch.dot(a, 1 - b)
        return (1 - (tp + smooth) / (tp + alpha * fp + beta * fn + smooth)) ** (1 / gamma)

    return score


def generalised_dice(y, z, regions, reduction, smooth):
    groups = [(y, z)] if reduction == "batch" else [(y[i : i + 1], z[i : i + 1]) for i in range(len(y))]
    values = []
    for truth, logits in groups:
        pairs = [compared(truth, logits, regions, c) for c in range(z.shape[-1])]
        sizes = [float(a.sum()) for a, _ in pairs]
        smallest = min((size for size in sizes if size > 0), default=1.0)
        weights = [(smallest / (size or smallest)) ** 2 for size in sizes]
        above = sum(w * torch.dot(a, b) for w, (a, b) in zip(weights, pairs))
        below = sum(w * (a.sum() + b.sum()) for w, (a, b) in zip(weights, pairs))
        values.append(1 - (2 * above + smooth) / (below + smooth))
    return torch.stack(values).mean()


def truth(shape, regions, partial):
    channels = shape[-1]
    if regions or channels == 1:
        y = (rng.random(shape) < 0.4).astype(np.float64)
        if partial:
            y[0, ..., channels - 1] = -1  # nobody has drawn the last region in the first image
        return y
    y = np.eye(channels)[rng.integers(0, channels, shape[:-1])]
    if partial:  # only class 1 is drawn in the first image, and one pixel not at all
        ones = y[0, ..., 1:2]
        y[0] = np.where(ones == 1, np.eye(channels)[1], np.where(np.arange(channels) == 1, 0.0, -1.0))
        y[0, 0, 0] = -1
    return y


def case(shape, regions=False, partial=False, weights=None, reduction="batch", smooth=1.0):
    z = torch.tensor((2 * rng.standard_normal(shape)).astype(np.float32).astype(np.float64), requires_grad=True)
    y = torch.tensor(truth(shape, regions, partial))
    each = weights or [1.0] * shape[-1]
    mean = lambda score: mean_of_classes(y, z, regions, each, reduction, score)
    losses = {
        "bce": focal(y, z, regions, each, 0),
        "dice": mean(dice(smooth)),
        "focal": focal(y, z, regions, each, 2, 0.25 if regions or shape[-1] == 1 else None),
        "tversky": mean(tversky(smooth, 0.3, 0.7)),
        "focalTversky": mean(tversky(smooth, 0.3, 0.7, 4 / 3)),
        "generalisedDice": generalised_dice(y, z, regions, reduction, smooth),
    }
    gradients = {name: torch.autograd.grad(loss, z, retain_graph=True)[0] for name, loss in losses.items()}
    flat = lambda t: [float(f"{v:.9g}") for v in t.detach().flatten().tolist()]
    return {
        "options": {
            "regions": regions, "partialLabels": partial, "reduction": reduction, "smooth": smooth,
            **({"classWeights": weights} if weights else {}),
        },
        "shape": shape,
        "yTrue": flat(y),
        "logits": flat(z),
        "losses": {name: float(f"{loss.item():.9g}") for name, loss in losses.items()},
        "gradients": {name: flat(gradient) for name, gradient in gradients.items()},
    }


cases = {
    "one mask": case([2, 3, 4, 1]),
    "three classes": case([2, 3, 2, 3]),
    "three classes, per image, no smoothing": case([2, 3, 4, 3], reduction="image", smooth=0.0),
    "three weighted classes": case([2, 3, 2, 3], weights=[0.5, 1.0, 3.0]),
    "three classes, partly drawn": case([2, 3, 3, 3], partial=True),
    "three weighted classes, partly drawn, per image": case([2, 3, 3, 3], partial=True, weights=[1.0, 2.0, 4.0], reduction="image"),
    "two regions": case([2, 3, 2, 2], regions=True),
    "two weighted regions, partly drawn": case([2, 3, 2, 2], regions=True, partial=True, weights=[1.0, 2.5]),
}
versions = {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
