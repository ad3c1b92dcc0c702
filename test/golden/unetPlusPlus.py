"""Writes unetPlusPlus.json: what UNet++ gives with pseudo-random weights, by PyTorch in float64.

    python3 -m venv .venv && .venv/bin/pip install torch numpy && .venv/bin/python test/golden/unetPlusPlus.py
"""

import torch
import torch.nn.functional as F

from pseudo_weights import conv, conv_transpose, image, summary, unit, write


def unet_plus_plus(picture, base, depth, batch_norm, classes):
    """Logits of the last head."""

    def double(x, name, filters):
        for part in ("first", "second"):
            if batch_norm:
                x = unit(x, f"{name}/{part}", filters, 3)
            else:
                x = F.relu(conv(x, f"{name}/{part}/conv", filters, 3))
        return x

    x = {}
    for i in range(depth + 1):
        x[i, 0] = double(F.max_pool2d(x[i - 1, 0], 2) if i else picture, f"x{i}0", base << i)
    for j in range(1, depth + 1):
        for i in range(depth + 1 - j):
            up = conv_transpose(x[i + 1, j - 1], f"up{i}{j}", base << i, 2)
            row = [x[i, k] for k in range(j)]
            x[i, j] = double(torch.cat([up, *row], 1), f"x{i}{j}", base << i)
    return conv(x[0, depth], f"head{depth}", classes, 1)


def case(shape, base, depth, batch_norm, classes):
    logits = unet_plus_plus(image(shape), base, depth, batch_norm, classes)
    probabilities = torch.sigmoid(logits) if classes == 1 else torch.softmax(logits, 1)
    return {
        "image": shape,
        "options": {"baseFilters": base, "depth": depth, "batchNorm": batch_norm, "classes": classes},
        "logits": summary(logits),
        "probabilities": summary(probabilities),
    }


cases = {
    "batch norm": case([2, 32, 48, 1], 4, 4, True, 1),
    "no batch norm, three classes, three levels": case([1, 24, 16, 2], 2, 3, False, 3),
}
write(__file__, cases)
