"""Writes adamW.json: weights after each of eight steps of PyTorch's AdamW along random gradients, in float64.

    python3 -m venv .venv && .venv/bin/pip install torch numpy && .venv/bin/python test/golden/adamW.py
"""

import json
import pathlib
import platform

import numpy as np
import torch

SEED = 20261130
rng = np.random.default_rng(SEED)
options = {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-5, "weightDecay": 0.4}
shapes = [[3, 2], [], [17]]
rounded = lambda values: np.round(values, 4)

weights = [torch.tensor(rounded(rng.normal(size=shape)), requires_grad=True) for shape in shapes]
start = [weight.detach().numpy().ravel().tolist() for weight in weights]
adam = torch.optim.AdamW(
    weights,
    lr=options["learningRate"],
    betas=(options["beta1"], options["beta2"]),
    eps=options["epsilon"],
    weight_decay=options["weightDecay"],
)
steps = []
for step in range(8):
    rate = options["learningRate"] * (1 - step / 8)
    adam.param_groups[0]["lr"] = rate
    for weight in weights:
        weight.grad = torch.tensor(rounded(rng.normal(size=weight.shape) ** 3))
    adam.step()
    steps.append(
        {
            "learningRate": rate,
            "gradients": [weight.grad.numpy().ravel().tolist() for weight in weights],
            "weights": [weight.detach().numpy().ravel().tolist() for weight in weights],
        }
    )

golden = {
    "seed": SEED,
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__},
    "options": options,
    "shapes": shapes,
    "start": start,
    "steps": steps,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
