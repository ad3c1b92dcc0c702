"""Writes unet.json: what U-Net gives with pseudo-random weights, by PyTorch in float64.

    python3 -m venv .venv && .venv/bin/pip install torch numpy && .venv/bin/python test/golden/unet.py
"""

import torch
import torch.nn.functional as F

from pseudo_weights import conv, conv_transpose, image, summary, unit, write


def unet(x, base, depth, batch_norm, classes):
    def double(x, name, filters):
        for part in ("first", "second"):
            if batch_norm:
                x = unit(x, f"{name}/{part}", filters, 3)
            else:
                x = F.relu(conv(x, f"{name}/{part}/conv", filters, 3))
        return x

    skips = []
    for level in range(depth):
        skips.append(double(x, f"enc{level + 1}", base << level))
        x = F.max_pool2d(skips[-1], 2)
    x = double(x, f"enc{depth + 1}", base << depth)
    for level in reversed(range(depth)):
        up = conv_transpose(x, f"dec{level + 1}/up", base << level, 2)
        x = double(torch.cat([up, skips[level]], 1), f"dec{level + 1}", base << level)
    return conv(x, "head", classes, 1)


def case(shape, base, depth, batch_norm, classes):
    logits = unet(image(shape), base, depth, batch_norm, classes)
    probabilities = torch.sigmoid(logits) if classes == 1 else torch.softmax(logits, 1)
    return {
        "image": shape,
        "options": {"baseFilters": base, "depth": depth, "batchNorm": batch_norm, "classes": classes},
        "logits": summary(logits),
        "probabilities": summary(probabilities),
    }


cases = {
    "batch norm": case([2, 32, 48, 1], 4, 4, True, 1),
    "no batch norm, three classes": case([1, 24, 16, 2], 3, 3, False, 3),
}
write(__file__, cases)
