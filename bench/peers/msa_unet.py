"""Times MSA-UNet in PyTorch, as eager modules are used: the peer that `npm run bench` measures itself against.

    python bench/peers/msa_unet.py BASE SIZE BATCH THREADS

The first line that it writes says what runs. Then it answers every line of standard input, `forward` or `step`, by one line
of JSON: milliseconds by the clock and of the processor.
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
        """DropBlock (Ghiasi, Lin and Le, 2018, Algorithm 1), a mask per channel, from a list of the few blocks.

        Drawing a number per value and pooling, as is usual, takes a fifth of the whole step.
        """
        if not self.training:
            return x
        batch, channels, height, width = x.shape
        block = min(block, (min(height, width) - 1) // 2 * 2 + 1)
        rows, columns = height - block + 1, width - block + 1
        gamma = (1 - keep) / block**2 * height * width / (rows * columns)
        count = round(gamma * batch * channels * rows * columns)
        corner = (torch.randint(batch * channels, (count,)) * height + torch.randint(rows, (count,))) * width
        inside = torch.arange(block)[:, None] * width + torch.arange(block)
        mask = torch.ones(x.numel())
        mask[(corner + torch.randint(columns, (count,)))[:, None] + inside.flatten()] = 0
        return x * (mask * (mask.numel() / mask.sum().clamp(min=1))).view(x.shape)

    def weight(self, name, shape, deviation=0, mean=0):
        if name not in self.weights:
            self.weights[name] = (mean + deviation * torch.randn(shape)).requires_grad_()
        return self.weights[name]


def bce_dice(y, p):
    """Eq. 7 of the paper."""
    bce = -(y * (p + 1e-7).log() + (1 - y) * (1 - p + 1e-7).log()).mean()
    dice = (2 * (p * y).sum() + 1) / ((p + y).sum() + 1)
    return 0.5 * bce + 1 - dice


def network(parts, image, base):
    return torch.sigmoid(msa_unet(parts, image, base, **whole, width=None, bias=True, classes=1))


def main(base, size, batch, threads):
    torch.manual_seed(1)
    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    image = torch.rand(batch, 1, size, size)  # channels second: channels last takes 1.1 to 1.2 times as long here
    mask = (image > 0.7).float()
    parts = Parts()

    def forward():
        parts.training = False
        with torch.inference_mode():
            return network(parts, image, base).sum().item()

    def step():
        parts.training = True
        loss = bce_dice(mask, network(parts, image, base))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    parts.training = False
    with torch.no_grad():
        network(parts, image, base)  # makes the weights
    optimizer = torch.optim.Adam(parts.weights.values(), lr=1e-3, eps=1e-7)
    about = {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "parameters": sum(weight.numel() for weight in parts.weights.values()),
        "threads": torch.get_num_threads(),
    }
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        clock, processor = time.perf_counter(), time.process_time()
        {"forward": forward, "step": step}[line.strip()]()
        answer = {"wall": 1e3 * (time.perf_counter() - clock), "processor": 1e3 * (time.process_time() - processor)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
