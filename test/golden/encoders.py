"""Writes encoders.json and encoders/*.txt: maps of encoders whose weights are carried in, by their own libraries in float64.

    python3 -m venv .venv && .venv/bin/pip install torch torchvision timm keras numpy
    KERAS_BACKEND=torch .venv/bin/python test/golden/encoders.py

encoders/LIBRARY.NETWORK.txt lists the weights as their library names and shapes them. Their values are those of
pseudo_weights.py (value k of the name n, in the library's own order of values), the kind being told so:

    four sides                                  a kernel; fan = values that one output is summed from
    gamma, and .weight of one side              0.5 + u
    moving_variance, running_var                1 + u
    other lists                                 0.2 * (2u - 1)
    all others (classifier, counters)           0: no map here depends on them
"""

import json
import math
import pathlib
import platform

import keras
import numpy as np
import timm
import torch
import torchvision

from pseudo_weights import image, summary, uniform

HERE = pathlib.Path(__file__).parent


def values(name, shape):
    if len(shape) not in (1, 4):
        return np.zeros(shape)
    u = uniform(name, math.prod(shape))
    if len(shape) == 4:
        is_torch = name.endswith(".weight")
        fan = math.prod(shape[1:]) if is_torch else math.prod(shape[: 2 if "depthwise" in name else 3])
        v = (2 * u - 1) * math.sqrt(6 / fan)
    elif name.endswith(("gamma", ".weight")):
        v = 0.5 + u
    elif name.endswith(("moving_variance", "running_var")):
        v = 1 + u
    else:
        v = 0.2 * (2 * u - 1)
    return v.astype(np.float32).astype(np.float64).reshape(shape)


def write_names(name, weights):
    lines = [f"{weight} {'×'.join(map(str, shape))}".strip() for weight, shape in weights]
    (HERE / "encoders" / f"{name}.txt").write_text("\n".join(lines) + "\n")


def torch_maps(name, model, taps, x):
    """What some modules of a PyTorch network put out."""
    state = {key: tuple(value.shape) for key, value in model.state_dict().items()}
    write_names(name, state.items())
    model.load_state_dict({key: torch.tensor(values(key, shape)) for key, shape in state.items()})
    model.double().eval()
    maps = {}
    for ours, module in taps.items():
        module.register_forward_hook(lambda _m, _x, y, ours=ours: maps.__setitem__(ours, y.clone()))
    model(x)
    return {ours: summary(maps[ours]) for ours in taps}


def keras_map(name, model, layer, x):
    write_names(name, [(w.path, tuple(w.shape)) for w in model.weights])
    for w in model.weights:
        w.assign(values(w.path, tuple(w.shape)))
    return keras.Model(model.inputs, model.get_layer(layer).output)(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def resnet34():
    model = torchvision.models.resnet34(weights=None)
    ends = {f"enc{i}_{n}": getattr(model, f"layer{i}") for i, n in ((1, 3), (2, 4), (3, 6), (4, 3))}
    x = image([1, 192, 192, 1])
    return {"image": [1, 192, 192, 1], "maps": torch_maps("torchvision.resnet34", model, ends, x.expand(-1, 3, -1, -1))}


def resnet50():
    model = torchvision.models.resnet50(weights=None, replace_stride_with_dilation=[False, False, True])
    taps = {"block3": model.layer1, "block16": model.layer4}
    return {"image": [1, 64, 64, 3], "maps": torch_maps("torchvision.resnet50", model, taps, image([1, 64, 64, 3]))}


def mobilenet_v2():
    model = torchvision.models.mobilenet_v2(weights=None)
    # Output stride 16: the last stride is given up, and what follows in the stage and behind it is dilated.
    for n in range(14, 18):
        conv = model.features[n].conv[1][0]
        conv.stride = (1, 1)
        if n > 14:
            conv.dilation = conv.padding = (2, 2)
    taps = {"block3": model.features[3], "block17": model.features[17]}
    x = image([1, 64, 96, 1])
    maps = torch_maps("torchvision.mobilenetV2", model, taps, x.expand(-1, 3, -1, -1))
    return {"image": [1, 64, 96, 1], "maps": maps}


def timm_mobilenet_v2():
    model = timm.create_model("mobilenetv2_100", output_stride=16)
    taps = {"block3": model.blocks[1], "block17": model.blocks[6]}
    return {"image": [1, 64, 64, 3], "maps": torch_maps("timm.mobilenetV2", model, taps, image([1, 64, 64, 3]))}


def timm_xception():
    model = timm.create_model("xception65", output_stride=16)
    taps = {"block2": model.blocks[1].stack.conv2, "block21": model.blocks[20]}
    return {"image": [1, 64, 64, 3], "maps": torch_maps("timm.xception", model, taps, image([1, 64, 64, 3]))}


def keras_resnet50():
    """Up to the end of conv2: behind it Keras's strides lie in other convolutions."""
    model = keras.applications.ResNet50(weights=None, include_top=False, input_shape=(64, 64, 3))
    y = keras_map("keras.resnet50", model, "conv2_block3_out", image([1, 64, 64, 3]))
    return {"image": [1, 64, 64, 3], "maps": {"block3": summary(y)}}


def keras_mobilenet_v2():
    """Keras's zeros lie at the right and bottom of strided convolutions: 3 pixels off, and borders differ by 4 of 16."""
    model = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(64, 64, 3))
    x = image([1, 64, 64, 3])
    moved = torch.zeros_like(x)
    moved[:, :, 3:, 3:] = x[:, :, :-3, :-3]
    y = keras_map("keras.mobilenetV2", model, "block_2_add", moved)
    return {"image": [1, 64, 64, 3], "maps": {"block3": summary(y[:, :, 4:12, 4:12])}}


torch.set_grad_enabled(False)
keras.config.set_dtype_policy("float64")
for network in ("resnet34", "resnet50"):  # so that one list of names is enough
    names = [list(m.state_dict()) for m in (getattr(torchvision.models, network)(weights=None), timm.create_model(network))]
    assert names[0] == names[1]

cases = {
    "torchvision.resnet34": resnet34(),
    "torchvision.resnet50": resnet50(),
    "torchvision.mobilenetV2": mobilenet_v2(),
    "timm.mobilenetV2": timm_mobilenet_v2(),
    "timm.xception": timm_xception(),
    "keras.resnet50": keras_resnet50(),
    "keras.mobilenetV2": keras_mobilenet_v2(),
}
libraries = {module.__name__: module.__version__ for module in (torch, torchvision, timm, keras, np)}
versions = {"python": platform.python_version(), **libraries}
(HERE / "encoders.json").write_text(json.dumps({"versions": versions, "cases": cases}, indent=2) + "\n")
print(f"encoders.json: {len(cases)} cases")
