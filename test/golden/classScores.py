"""Writes classScores.json: scores per label of 50 random volumes, computed with NumPy and SciPy.

    python3 -m venv .venv && .venv/bin/pip install numpy scipy && .venv/bin/python test/golden/classScores.py

The volumes come from a linear congruential generator, which test/support/randomVolumes.ts repeats: only scores are stored.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
from scipy import ndimage

UNDRAWN = 9
TABLES = {
    "classes": {"liver": [1], "spleen": [2], "kidney": [3]},
    "regions": {"liver": [1, 2], "tumour": [2], "cyst": [3]},
}
TOLERANCE = {"classes": {"liver": 1, "spleen": 0.75, "kidney": 2}, "regions": {"liver": 1.5, "tumour": 0.5, "cyst": 0}}


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state >> 16) % n


def box(random, shape):
    start = [random.below((n + 1) // 2) for n in shape]
    end = [first + 1 + random.below(n - first) for first, n in zip(start, shape)]
    return start, end


def moved(random, shape, start, end):
    shift = [random.below(3) - 1 for _ in shape]
    clip = lambda at, n: min(max(at, 0), n)
    return [[clip(a + s, n) for a, s, n in zip(side, shift, shape)] for side in (start, end)]


def volume(index):
    """Numbers of the ground truth, codes of the prediction (numbers of classes, bits of regions), and what is not drawn."""
    random = Random(index + 1)
    kind = "regions" if index % 2 else "classes"
    names = list(TABLES[kind])
    shape = [2 + random.below(4), 5 + random.below(5), 5 + random.below(5)]
    spacing = [(2 + random.below(7)) / 2, (4 + random.below(5)) / 8, (4 + random.below(5)) / 8]
    truth, found = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)

    def paint(array, start, end, change):
        part = tuple(slice(a, b) for a, b in zip(start, end))
        array[part] = change(array[part])

    for k in range(3):
        start, end = box(random, shape)
        if random.below(5) > 0:
            paint(truth, start, end, lambda _: k + 1)
        start, end = moved(random, shape, start, end)
        if random.below(5) > 0:
            paint(found, start, end, (lambda old: old | 1 << k) if kind == "regions" else (lambda _: k + 1))
    flat = found.reshape(-1)
    for i in range(flat.size):
        if random.below(40) == 0:
            flat[i] = flat[i] ^ 1 << random.below(3) if kind == "regions" else random.below(4)
    if random.below(2) == 0:
        paint(truth, *box(random, shape), lambda _: UNDRAWN)
    if random.below(4) == 0:
        truth[0] = UNDRAWN
    missing = [names[random.below(3)]] if random.below(6) == 0 else []
    return kind, spacing, truth, found, missing


def surface(mask):
    cross = ndimage.generate_binary_structure(mask.ndim, 1)
    return mask & ~ndimage.binary_erosion(mask, cross, border_value=0)


def scores(a, b, spacing, tolerance, ml):
    """Scores of one label, in the order of NAMES."""
    tp, fp, fn = int((a & b).sum()), int((~a & b).sum()), int((a & ~b).sum())
    empty = tp + fp + fn == 0
    ratio = lambda above, below: 1.0 if empty else above / below if tp else 0.0
    overlap = [ratio(2 * tp, 2 * tp + fp + fn), ratio(tp, tp + fp + fn), ratio(tp, tp + fp), ratio(tp, tp + fn)]
    if empty:
        distances = [0.0, 0.0, 0.0, 1.0]
    elif not a.any() or not b.any():
        distances = [np.nan, np.nan, np.nan, 0.0]
    else:
        s, t = surface(a), surface(b)
        there = ndimage.distance_transform_edt(~t, sampling=spacing)[s]
        back = ndimage.distance_transform_edt(~s, sampling=spacing)[t]
        both = np.concatenate([there, back])
        hd95 = max(np.percentile(there, 95), np.percentile(back, 95))
        distances = [both.max(), hd95, both.mean(), (both <= tolerance + 1e-6).mean()]
    truth_ml, found_ml = a.sum() * ml, b.sum() * ml
    relative = 100 * (fp - fn) / (tp + fn) if tp + fn else (0.0 if empty else np.nan)
    return overlap + distances[:3] + [truth_ml, found_ml, found_ml - truth_ml, relative, abs(relative), distances[3]]


NAMES = [
    "diceCoefficient", "intersectionOverUnion", "precision", "recall",
    "hausdorffDistance", "hausdorff95", "averageSymmetricSurfaceDistance",
    "truthMl", "predictionMl", "volumeDifferenceMl", "relativeVolumeDifference", "absoluteRelativeVolumeDifference",
    "surfaceDice",
]  # fmt: skip


def mean(rows):
    rows = np.array([row for row in rows if row is not None], float).reshape(-1, len(NAMES))
    with np.errstate(invalid="ignore"):
        known = (~np.isnan(rows)).sum(0)
        return np.where(known, np.nansum(rows, 0) / np.maximum(known, 1), np.nan)


def summary(rows):
    values = np.array([[np.nan] * len(NAMES) if row is None else row for row in rows], float)
    n = (~np.isnan(values)).sum(0)
    return [[shown(m), int(k), int(len(values) - k)] for m, k in zip(mean(rows), n)]


def shown(value):
    return None if np.isnan(value) else float(f"{value:.7g}")


result = {kind: {"volumes": {}, "slices": {}, "confusion": np.zeros((4, 4), int)} for kind in TABLES}
rows = {kind: {"volumes": {}, "slices": {}} for kind in TABLES}
for index in range(50):
    kind, spacing, truth, found, missing = volume(index)
    drawn = truth != UNDRAWN
    ml = float(np.prod(spacing)) / 1000
    of_volume, of_slices = [], [[] for _ in truth]
    for k, (name, numbers) in enumerate(TABLES[kind].items()):
        a = np.isin(truth, numbers)
        b = (found & 1 << k > 0 if kind == "regions" else found == k + 1) & drawn
        skipped = name in missing or not drawn.any()
        of_volume.append(None if skipped else scores(a, b, spacing, TOLERANCE[kind][name], ml))
        rows[kind]["volumes"].setdefault(name, []).append(of_volume[-1])
        for z in range(len(truth)):
            none = skipped or not drawn[z].any()
            item = None if none else scores(a[z], b[z], spacing[1:], TOLERANCE[kind][name], ml)
            of_slices[z].append(item)
            rows[kind]["slices"].setdefault(name, []).append(item)
    combined = lambda items: None if all(item is None for item in items) else list(mean(items))
    rows[kind]["volumes"].setdefault("mean", []).append(combined(of_volume))
    rows[kind]["slices"].setdefault("mean", []).extend(combined(items) for items in of_slices)
    known = drawn & ~np.isin(truth, [0] + [TABLES[kind][name][0] for name in missing] if missing else [])
    if kind == "classes":
        np.add.at(result[kind]["confusion"], (truth[known], found[known]), 1)

for kind in TABLES:
    for unit in ("volumes", "slices"):
        result[kind][unit] = {name: summary(items) for name, items in rows[kind][unit].items()}
    result[kind]["confusion"] = result[kind]["confusion"].tolist() if kind == "classes" else None
    result[kind]["each"] = {
        name: [None if row is None else [shown(value) for value in row] for row in items]
        for name, items in rows[kind]["volumes"].items()
        if name != "mean"
    }
versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
path = pathlib.Path(__file__).with_suffix(".json")
text = {"versions": versions, "tolerance": TOLERANCE, "scores": NAMES, **result}
path.write_text(json.dumps(text, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
