"""Predicts the mask of a scan as `msa-unet predict` does, in PyTorch: the peer of a whole process in `npm run bench`.

    python bench/peers/predict_volume.py weights BASE WEIGHTS
    python bench/peers/predict_volume.py predict WEIGHTS SCAN MASK BASE SIZE THREADS CLAHE

Reads a NIfTI scan, windows its slices, equalises them if CLAHE is 1, resizes them to SIZE, predicts four at a time, resizes the
probabilities back, and writes the mask on the grid of the scan.
"""

import sys

import torch
import torch.nn.functional as F

from msa_unet import Parts, network

BATCH = 4
WINDOW = (-200, 250)


def save_weights(base, file):
    parts = Parts()
    parts.training = False
    torch.manual_seed(1)
    with torch.no_grad():
        network(parts, torch.zeros(1, 1, 64, 64), base)
    weights = {name: weight.detach() for name, weight in parts.weights.items()}
    torch.save({"weights": weights, "statistics": parts.statistics}, file)


def equalise(grey):
    import cv2
    import numpy as np

    levels = (255 * grey).round().to(torch.uint8).numpy()
    clahe = cv2.createCLAHE(2.0, (8, 8))
    return torch.from_numpy(np.stack([clahe.apply(slice) for slice in levels])).float() / 255


def predict(weights, scan, mask, base, size, threads, with_clahe):
    import nibabel
    import numpy as np

    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    parts = Parts()
    parts.training = False
    saved = torch.load(weights)
    parts.weights, parts.statistics = saved["weights"], saved["statistics"]
    image = nibabel.load(scan)
    hu = torch.from_numpy(np.ascontiguousarray(np.asarray(image.dataobj).T))  # slices, rows, columns
    labels = torch.empty(hu.shape, dtype=torch.uint8)
    low, high = WINDOW
    with torch.inference_mode():
        for first in range(0, len(hu), BATCH):
            grey = ((hu[first : first + BATCH].float() - low) / (high - low)).clamp(0, 1)
            grey = equalise(grey) if with_clahe else grey
            x = F.interpolate(grey[:, None], size=(size, size), mode="bilinear", align_corners=False)
            liver = F.interpolate(network(parts, x, base), size=hu.shape[1:], mode="bilinear", align_corners=False)
            labels[first : first + BATCH] = liver[:, 0] > 0.5
    nibabel.save(nibabel.Nifti1Image(labels.numpy().T, image.affine, dtype=np.uint8), mask)


if sys.argv[1] == "weights":
    save_weights(int(sys.argv[2]), sys.argv[3])
else:
    predict(*sys.argv[2:5], *map(int, sys.argv[5:9]))
