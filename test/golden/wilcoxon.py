"""Writes wilcoxon.json: signed-rank tests of paired differences from SciPy.

    python3 -m venv .venv && .venv/bin/pip install scipy numpy && .venv/bin/python test/golden/wilcoxon.py

Without ties SciPy has the exact distribution; with ties it goes through all signs (PermutationMethod), which takes 2^n.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.stats import PermutationMethod, wilcoxon

SEED = 20211015
rng = np.random.default_rng(SEED)
every_sign = PermutationMethod(n_resamples=np.inf)


def case(differences, **options):
    """Zeros are left out as zero_method='wilcox' does it; SciPy itself does not combine that with 'exact'."""
    d = np.asarray(differences, dtype=np.float64)
    result = wilcoxon(d[d != 0] if options.get("method") == "exact" else d, zero_method="wilcox", **options)
    return {"differences": d.tolist(), "statistic": float(result.statistic), "pValue": float(result.pvalue)}


def normal(n, shift):
    return rng.normal(shift, 1, n).round(6)


def coarse(n, shift):
    return rng.integers(-4, 5, n) + shift


cases = {
    "one difference": case([0.25], method="exact"),
    "five, all of one sign": case([0.1, 0.2, 0.3, 0.4, 0.5], method="exact"),
    "eight": case(normal(8, 0.5), method="exact"),
    "twelve and three zeros": case([*normal(12, 0.8), 0, 0, 0], method="exact"),
    "twenty around zero": case(normal(20, 0), method="exact"),
    "fifty": case(normal(50, 0.4), method="exact"),
    "ten with ties": case([1, 1, 1, -1, 2, 2, -2, 3, 4, 5], method=every_sign),
    "twelve with ties and zeros": case([*coarse(12, 1), 0, 0], method=every_sign),
    "fifty-one": case(normal(51, 0.3), method="asymptotic", correction=True),
    "two hundred around zero": case(normal(200, 0), method="asymptotic", correction=True),
    "two hundred, far from zero": case(normal(200, 2), method="asymptotic", correction=True),
    "eighty with ties and zeros": case(coarse(80, 1), method="asymptotic", correction=True),
    "sixty that cancel": case([*range(1, 31), *range(-30, 0)], method="asymptotic", correction=True),
}
versions = {"python": platform.python_version(), "scipy": scipy.__version__, "numpy": np.__version__}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
