"""Writes ceNet.json: what CE-Net gives with pseudo-random weights, by PyTorch in float64.

    python3 -m venv .venv && .venv/bin/pip install torch numpy && .venv/bin/python test/golden/ceNet.py
"""

import torch
import torch.nn.functional as F

from pseudo_weights import batch_norm, conv, conv_transpose, image, summary, write

EPSILON = 1e-5


def normal(x, name, filters, k, stride=1, bias=False):
    return batch_norm(conv(x, f"{name}/conv", filters, k, stride=stride, bias=bias), f"{name}/bn", EPSILON)


def residual(x, name, filters, stride):
    y = F.relu(normal(x, f"{name}/first", filters, 3, stride))
    y = normal(y, f"{name}/second", filters, 3)
    if stride > 1 or x.shape[1] != filters:
        x = normal(x, f"{name}/shortcut", filters, 1, stride)
    return F.relu(x + y)


def dense_atrous(x):
    def stack(x, *names):
        for name in names:
            x = conv(x, f"dac/{name}", x.shape[1], 1 if name == "point" else 3, dilation=max(1, rates[name]))
        return F.relu(x)

    rates = {"rate1": 1, "rate3": 3, "rate5": 5, "point": 0}
    return (
        x
        + stack(x, "rate1")
        + stack(x, "rate3", "point")
        + stack(x, "rate1", "rate3", "point")
        + stack(x, "rate1", "rate3", "rate5", "point")
    )


def multi_pool(x):
    maps = [conv(F.max_pool2d(x, k, k), "rmp/squeeze", 1, 1) for k in (2, 3, 5, 6)]
    size = x.shape[2:]
    return torch.cat([*(F.interpolate(m, size=size, mode="bilinear", align_corners=False) for m in maps), x], 1)


def decode(x, name, filters):
    narrow = x.shape[1] // 4
    x = F.relu(normal(x, f"{name}/reduce", narrow, 1, bias=True))
    x = conv_transpose(x, f"{name}/up/conv", narrow, 3, padding=1, output_padding=1)
    x = F.relu(batch_norm(x, f"{name}/up/bn", EPSILON))
    return F.relu(normal(x, f"{name}/expand", filters, 1, bias=True))


def ce_net(x, base, classes):
    x = F.max_pool2d(F.relu(normal(x, "stem", base, 7, 2)), 3, 2, 1)
    taps = []
    for stage, blocks in enumerate([3, 4, 6, 3]):
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            x = residual(x, f"enc{stage + 1}_{block + 1}", base << stage, stride)
        taps.append(x)
    x = multi_pool(dense_atrous(x))
    x = decode(x, "dec4", 4 * base) + taps[2]
    x = decode(x, "dec3", 2 * base) + taps[1]
    x = decode(x, "dec2", base) + taps[0]
    x = decode(x, "dec1", base)
    x = F.relu(conv_transpose(x, "head/up", base // 2, 4, padding=1))
    x = F.relu(conv(x, "head/conv", base // 2, 3))
    return conv(x, "head/last", classes, 3)


def case(shape, base, classes):
    logits = ce_net(image(shape), base, classes)
    probabilities = torch.sigmoid(logits) if classes == 1 else torch.softmax(logits, 1)
    return {
        "image": shape,
        "options": {"baseFilters": base, "classes": classes},
        "logits": summary(logits),
        "probabilities": summary(probabilities),
    }


cases = {
    "one class": case([1, 224, 192, 1], 8, 1),
    "three classes": case([1, 192, 192, 3], 8, 3),
}
write(__file__, cases)
