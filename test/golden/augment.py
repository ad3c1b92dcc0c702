"""Writes augment.json: Gaussian blurs, rotations with zoom, and spline displacements, as SciPy computes them.

    python3 -m venv .venv && .venv/bin/pip install scipy && .venv/bin/python test/golden/augment.py
"""

import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.interpolate import BSpline
from scipy.ndimage import gaussian_filter, map_coordinates

SEED = 20211015
rng = np.random.default_rng(SEED)

HEIGHT, WIDTH, CHANNELS = 7, 9, 2
image = rng.random((HEIGHT, WIDTH, CHANNELS)).astype(np.float32)
grid = np.arange(HEIGHT)[:, None] - (HEIGHT - 1) / 2, np.arange(WIDTH)[None, :] - (WIDTH - 1) / 2


def blurred(sd):
    return gaussian_filter(image.astype(np.float64), (sd, sd, 0), mode="nearest", truncate=4)


def warped(degrees, zoom):
    """Counterclockwise about the centre, rows counted downwards; zero outside the squares of the pixels."""
    angle = np.deg2rad(degrees)
    rows = (grid[1] * np.sin(angle) + grid[0] * np.cos(angle)) / zoom + (HEIGHT - 1) / 2
    columns = (grid[1] * np.cos(angle) - grid[0] * np.sin(angle)) / zoom + (WIDTH - 1) / 2
    inside = (rows >= -0.5) & (rows < HEIGHT - 0.5) & (columns >= -0.5) & (columns < WIDTH - 0.5)
    planes = [map_coordinates(image[..., c], [rows, columns], order=1, mode="nearest", output=np.float64) for c in range(CHANNELS)]
    return np.where(inside[..., None], np.stack(planes, -1), 0)


def displacements(nodes, cells=4):
    """The uniform cubic B-spline of nodes at -1, 0, ..., cells + 1 at the centres of the pixels."""
    knots = np.arange(-3, cells + 4)

    def along(length):
        return BSpline.design_matrix((np.arange(length) + 0.5) * cells / length, knots, 3).toarray()

    return along(HEIGHT) @ nodes @ along(WIDTH).T


nodes = rng.uniform(-1, 1, (7, 7))
golden = {
    "seed": SEED,
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "height": HEIGHT,
    "width": WIDTH,
    "image": image.flatten().tolist(),
    "blurs": [{"sd": sd, "image": blurred(sd).flatten().tolist()} for sd in [0.3, 0.8, 1.5, 5.0]],
    "warps": [
        {"degrees": degrees, "zoom": zoom, "image": warped(degrees, zoom).flatten().tolist()}
        for degrees, zoom in [(33.0, 1.0), (-110.0, 0.75), (7.0, 1.4)]
    ],
    "nodes": nodes.flatten().tolist(),
    "displacements": displacements(nodes).flatten().tolist(),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
