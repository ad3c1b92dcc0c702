"""Writes MSA-UNet as an ONNX file, which onnxruntime runs beside it in `npm run bench`.

    python bench/peers/export_onnx.py BASE SIZE BATCH FILE

The weights are random and the statistics of normalisations those of a new network: times do not depend on them.
"""

import json
import sys

import onnx  # noqa: F401  torch asks for it only after it has traced the network
import torch

from msa_unet import Parts, network


class Module(torch.nn.Module):
    """The network as torch.onnx expects it: its weights are registered."""

    def __init__(self, base, image):
        super().__init__()
        self.base, self.parts = base, Parts()
        self.parts.training = False
        with torch.no_grad():
            network(self.parts, image, base)
        for name, weight in self.parts.weights.items():
            self.register_parameter(name.replace("/", "_"), torch.nn.Parameter(weight.detach()))
            self.parts.weights[name] = getattr(self, name.replace("/", "_"))

    def forward(self, image):
        return network(self.parts, image, self.base)


base, size, batch = map(int, sys.argv[1:4])
torch.manual_seed(1)
image = torch.rand(batch, 1, size, size)
module = Module(base, image).eval()
torch.onnx.export(module, (image,), sys.argv[4], input_names=["image"], output_names=["liver"], dynamo=False)
print(json.dumps({"onnx": onnx.__version__, "torch": torch.__version__}))
