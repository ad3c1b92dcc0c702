"""Writes the small files in weightFiles/ that the readers of weights are tested on, by numpy and safetensors themselves.

    python3 -m venv .venv && .venv/bin/pip install torch numpy safetensors && .venv/bin/python test/golden/weightFiles.py

Every array but "counter", which is 7, is [[0, 0.25, 0.5], [0.75, 1, -1.25]], named after how it is stored. Made with
numpy 2.4.6, safetensors 0.8.0, torch 2.13.0.
"""

import io
import pathlib
import zipfile

import numpy as np
import torch
from safetensors.torch import save_file

folder = pathlib.Path(__file__).parent / "weightFiles"
folder.mkdir(exist_ok=True)
values = np.array([[0, 0.25, 0.5], [0.75, 1, -1.25]])
arrays = {
    "float16": values.astype("<f2"),
    "layer/float32": values.astype("<f4"),
    "float64": values.astype("<f8"),
    "big.endian": values.astype(">f4"),
    "columns.first": np.asfortranarray(values.astype("<f4")),
    "counter": np.array(7),
}
np.savez(folder / "stored.npz", **arrays)
np.savez_compressed(folder / "deflated.npz", **arrays)
with zipfile.ZipFile(folder / "versions.npz", "w") as file:
    for version in ((1, 0), (2, 0), (3, 0)):
        npy = io.BytesIO()
        np.lib.format.write_array(npy, values, version=version)
        file.writestr(f"version{version[0]}.npy", npy.getvalue())
tensors = {name: torch.tensor(values).to(getattr(torch, name)) for name in ("float16", "bfloat16", "float32", "float64")}
save_file({**tensors, "counter": torch.tensor(7)}, folder / "types.safetensors", metadata={"format": "pt"})
