"""Times MSA-UNet in PyTorch, as eager modules are used: the peer that `npm run bench` measures itself against.

    python bench/peers/msa_unet.py BASE SIZE BATCH THREADS

Then answers every line of standard input, `forward` or `step`, by one line of JSON: milliseconds by the clock and of the
processor. The first line that it writes says what runs.
"""

import json
import pathlib
import platform
import sys
import time

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "test" / "golden"))
from msaUnet import msa_unet, whole  # noqa: E402


class Parts:
    """What has weights or is random in the network; makes its weights when it meets them first."""

    def __init__(self):
        self.weights = {}
        self.statistics = {}
        self.training = True

    def conv(self, x, name, filters, k, dilation=1, bias=True):
        weight = self.weight(f"{name}/kernel", (filters, x.shape[1], k, k), (2 / (k * k * x.shape[1])) ** 0.5)
        b = self.weight(f"{name}/bias", (filters,)) if bias else None
        return F.conv2d(x, weight, b, padding=dilation * (k - 1) // 2, dilation=dilation)

    def unit(self, x, name, filters, k, **options):
        y = self.conv(x, f"{name}/conv", filters, k, **options)
        gamma, beta = self.weight(f"{name}/gamma", (filters,), 0, 1), self.weight(f"{name}/beta", (filters,))
        if name not in self.statistics:
            self.statistics[name] = torch.zeros(filters), torch.ones(filters)
        y = F.batch_norm(y, *self.statistics[name], gamma, beta, self.training, 0.01, 1e-3)
        return F.relu(y, inplace=True)

    def drop(self, x, block=7, keep=0.9):
        """DropBlock (Ghiasi, Lin and Le, 2018, Algorithm 1), a mask per channel; the block is odd and at most the map."""
        if not self.training:
            return x
        block = min(block, (min(x.shape[2:]) - 1) // 2 * 2 + 1)
        valid = [side - block + 1 for side in x.shape[2:]]
        gamma = (1 - keep) / block**2 * x.shape[2] * x.shape[3] / (valid[0] * valid[1])
        seeds = torch.empty(*x.shape[:2], *valid).bernoulli_(gamma)
        kept = 1 - F.max_pool2d(F.pad(seeds, [block - 1] * 4), block, 1)
        return x * kept * (kept.numel() / kept.sum())

    def weight(self, name, shape, deviation=0, mean=0):
        if name not in self.weights:
            value = mean + deviation * torch.randn(shape)
            self.weights[name] = value.contiguous(memory_format=layout if len(shape) == 4 else torch.contiguous_format)
            self.weights[name].requires_grad_()
        return self.weights[name]


def bce_dice(y, p):
    """Eq. 7 of the paper."""
    bce = -(y * (p + 1e-7).log() + (1 - y) * (1 - p + 1e-7).log()).mean()
    dice = (2 * (p * y).sum() + 1) / ((p + y).sum() + 1)
    return 0.5 * bce + 1 - dice


base, size, batch, threads = map(int, sys.argv[1:5])
layout = {"nchw": torch.contiguous_format, "nhwc": torch.channels_last}[sys.argv[5]]
torch.manual_seed(1)
torch.set_num_threads(threads)
image = torch.rand(batch, 1, size, size).contiguous(memory_format=layout)
mask = (image > 0.7).float()
parts = Parts()


def predict():
    return torch.sigmoid(msa_unet(parts, image, base, **whole, width=None, bias=True, classes=1))


def forward():
    parts.training = False
    with torch.inference_mode():
        return predict().sum().item()


def step():
    parts.training = True
    loss = bce_dice(mask, predict())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


predict()
optimizer = torch.optim.Adam(parts.weights.values(), lr=1e-3, eps=1e-7)
parameters = sum(weight.numel() for weight in parts.weights.values())
print(json.dumps({"python": platform.python_version(), "torch": torch.__version__, "parameters": parameters}), flush=True)
for line in sys.stdin:
    clock, processor = time.perf_counter(), time.process_time()
    {"forward": forward, "step": step}[line.strip()]()
    answer = {"wall": 1e3 * (time.perf_counter() - clock), "processor": 1e3 * (time.process_time() - processor)}
    print(json.dumps(answer), flush=True)
