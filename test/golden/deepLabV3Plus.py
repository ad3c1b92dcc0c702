"""Writes deepLabV3Plus.json: what DeepLabv3+ gives with pseudo-random weights, by PyTorch in float64.

    python3 -m venv .venv && .venv/bin/pip install torch numpy && .venv/bin/python test/golden/deepLabV3Plus.py
"""

import math

import torch
import torch.nn.functional as F

from pseudo_weights import batch_norm, conv, depthwise_conv, image, summary, write

ACTIVATIONS = {"linear": lambda x: x, "relu": F.relu, "relu6": F.relu6}


class Net:
    """Layers of one epsilon; every width is taken times m and rounded up to a multiple of 8."""

    def __init__(self, m, epsilon):
        self.m, self.epsilon = m, epsilon

    def width(self, filters):
        return 8 * math.ceil(filters * self.m / 8)

    def norm(self, x, name, activation):
        return ACTIVATIONS[activation](batch_norm(x, f"{name}/bn", self.epsilon))

    def unit(self, x, name, filters, k, stride=1, dilation=1, activation="relu"):
        return self.norm(conv(x, f"{name}/conv", filters, k, stride, dilation, bias=False), name, activation)

    def depthwise(self, x, name, stride=1, dilation=1, activation="relu"):
        name = f"{name}/depthwise"
        return self.norm(depthwise_conv(x, f"{name}/conv", 3, stride, dilation), name, activation)

    def separable(self, x, name, filters, stride=1, dilation=1, activation="relu"):
        x = self.depthwise(x, name, stride, dilation, activation)
        return self.unit(x, f"{name}/pointwise", filters, 1, activation=activation)


def xception(x, m, stride8):
    net = Net(m, 1e-3)

    def block(x, name, widths, stride, rate, shortcut):
        before, after = (F.relu, "linear") if shortcut != "none" else (lambda v: v, "relu")
        y, taps = x, []
        for i, filters in enumerate(widths):
            step = stride if i == 2 else 1
            y = net.separable(before(y), f"{name}/sep{i + 1}", net.width(filters), step, rate, after)
            taps.append(y)
        if shortcut == "conv":
            y = y + net.unit(x, f"{name}/shortcut", net.width(widths[2]), 1, stride, activation="linear")
        if shortcut == "identity":
            y = y + x
        return y, taps[1]

    x = net.unit(x, "stem1", net.width(32), 3, stride=2)
    x = net.unit(x, "stem2", net.width(64), 3)
    x, _ = block(x, "block1", (128,) * 3, 2, 1, "conv")
    x, low = block(x, "block2", (256,) * 3, 2, 1, "conv")
    x, _ = block(x, "block3", (728,) * 3, 1 if stride8 else 2, 1, "conv")
    for i in range(4, 20):
        x, _ = block(x, f"block{i}", (728,) * 3, 1, 2 if stride8 else 1, "identity")
    x, _ = block(x, "block20", (728, 1024, 1024), 1, 2 if stride8 else 1, "conv")
    x, _ = block(x, "block21", (1536, 1536, 2048), 1, 4 if stride8 else 2, "none")
    return low, x


def mobilenet_v2(x, m, stride8):
    net = Net(m, 1e-3)
    x = net.unit(x, "stem", net.width(32), 3, stride=2, activation="relu6")
    n = 0
    # expansion, width, then (stride, rate) of every block at output stride 16 and at 8
    for t, c, at16, at8 in (
        (1, 16, [(1, 1)], [(1, 1)]),
        (6, 24, [(2, 1), (1, 1)], [(2, 1), (1, 1)]),
        (6, 32, [(2, 1), (1, 1), (1, 1)], [(2, 1), (1, 1), (1, 1)]),
        (6, 64, [(2, 1)] + [(1, 1)] * 3, [(1, 1)] + [(1, 2)] * 3),
        (6, 96, [(1, 1)] * 3, [(1, 2)] * 3),
        (6, 160, [(1, 1)] + [(1, 2)] * 2, [(1, 2)] + [(1, 4)] * 2),
        (6, 320, [(1, 2)], [(1, 4)]),
    ):
        for stride, rate in at8 if stride8 else at16:
            n += 1
            name, inside = f"block{n}", t * x.shape[1]
            y = x if t == 1 else net.unit(x, f"{name}/expand", inside, 1, activation="relu6")
            y = net.depthwise(y, name, stride, rate, "relu6")
            y = net.unit(y, f"{name}/project", net.width(c), 1, activation="linear")
            x = x + y if stride == 1 and x.shape[1] == y.shape[1] else y
        if c == 24:
            low = x
    return low, x


def resnet50(x, m, stride8):
    net = Net(m, 1e-5)
    x = net.unit(x, "stem", net.width(64), 7, stride=2)
    x = F.max_pool2d(x, 3, 2, padding=1)
    n = 0
    for c, at16, at8 in (
        (64, [(1, 1)] * 3, [(1, 1)] * 3),
        (128, [(2, 1)] + [(1, 1)] * 3, [(2, 1)] + [(1, 1)] * 3),
        (256, [(2, 1)] + [(1, 1)] * 5, [(1, 1)] + [(1, 2)] * 5),
        (512, [(1, 1)] + [(1, 2)] * 2, [(1, 2)] + [(1, 4)] * 2),
    ):
        for i, (stride, rate) in enumerate(at8 if stride8 else at16):
            n += 1
            name, inside = f"block{n}", net.width(c)
            y = net.unit(x, f"{name}/reduce", inside, 1)
            y = net.unit(y, f"{name}/spatial", inside, 3, stride, rate)
            y = net.unit(y, f"{name}/expand", 4 * inside, 1, activation="linear")
            if i == 0:
                x = net.unit(x, f"{name}/shortcut", 4 * inside, 1, stride, activation="linear")
            x = F.relu(x + y)
        if c == 64:
            low = x
    return low, x


BACKBONES = {"xception": xception, "mobilenetV2": mobilenet_v2, "resnet50": resnet50}


def deeplab(x, backbone, m, stride8, separable, classes):
    def three(x, name, filters, rate=1):
        return net.separable(x, name, filters, 1, rate) if separable else net.unit(x, name, filters, 3, 1, rate)

    def resize(x, size):
        return F.interpolate(x, size=size, mode="bilinear", align_corners=False)

    low, high = BACKBONES[backbone](x, m, stride8)
    net = Net(m, 1e-5)
    wide = net.width(256)
    mean = net.unit(high.mean((2, 3), keepdim=True), "aspp/pool", wide, 1)
    branches = [mean.expand(-1, -1, *high.shape[2:]), net.unit(high, "aspp/point", wide, 1)]
    for i, rate in enumerate((12, 24, 36) if stride8 else (6, 12, 18)):
        branches.append(three(high, f"aspp/atrous{i + 1}", wide, rate))
    y = net.unit(torch.cat(branches, 1), "aspp/fuse", wide, 1)
    low = net.unit(low, "low", net.width(48), 1)
    y = torch.cat([resize(y, low.shape[2:]), low], 1)
    y = three(three(y, "dec/first", wide), "dec/second", wide)
    return resize(conv(y, "head", classes, 1), x.shape[2:])


def case(shape, backbone, m, stride, separable, classes):
    separates = backbone != "resnet50" if separable is None else separable
    logits = deeplab(image(shape), backbone, m, stride == 8, separates, classes)
    options = {"backbone": backbone, "widthMultiplier": m, "outputStride": stride, "separable": separable}
    return {
        "image": shape,
        "options": {**options, "classes": classes},
        "logits": summary(logits),
        "probabilities": summary(torch.sigmoid(logits) if classes == 1 else torch.softmax(logits, 1)),
    }


cases = {
    "Xception": case([1, 64, 96, 1], "xception", 0.05, 16, None, 1),
    "Xception, output stride 8, three classes": case([1, 64, 48, 2], "xception", 0.01, 8, None, 3),
    "MobileNetV2": case([2, 64, 96, 1], "mobilenetV2", 0.25, 16, None, 1),
    "MobileNetV2, output stride 8, dense": case([1, 64, 80, 3], "mobilenetV2", 0.1, 8, False, 2),
    "ResNet-50": case([2, 64, 96, 1], "resnet50", 0.125, 16, None, 1),
    "ResNet-50, output stride 8, separable": case([1, 80, 64, 3], "resnet50", 0.1, 8, True, 2),
}
write(__file__, cases)
