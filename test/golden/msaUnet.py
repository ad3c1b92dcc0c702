"""Writes msaUnet.json: what MSA-UNet and its ablations give with pseudo-random weights, by PyTorch in float64.

The network itself serves the benchmarks too, with units that train.

    python3 -m venv .venv && .venv/bin/pip install torch numpy && .venv/bin/python test/golden/msaUnet.py
"""

import torch
import torch.nn.functional as F

import pseudo_weights
from pseudo_weights import image, summary, write


def resize(x, size):
    """Bilinear, half-pixel centres."""
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


def pool(x, k):
    """Max-pool of window and stride k, 'same' as TensorFlow has it: the odd one of what is missing goes behind."""
    pads = []
    for side in reversed(x.shape[2:]):
        missing = -side % k
        pads += [missing // 2, missing - missing // 2]
    return F.max_pool2d(F.pad(x, pads, value=-torch.inf) if any(pads) else x, k)


def msa_unet(ops, x, base, encoder, context, decoder, width, bias, classes):
    """Logits. `ops` holds what has weights or is random: unit, conv, conv_transpose and drop."""

    def f(x, name, filters, k, **options):
        return ops.unit(x, name, filters, k, bias=bias, **options)

    def plain(x, name, filters):
        return f(f(x, f"{name}/first", filters, 3), f"{name}/second", filters, 3)

    def msrb(x, name, filters):  # Eq. 1
        one = f(x, f"{name}/single", filters, 3)
        two = f(f(x, f"{name}/double1", filters, 3), f"{name}/double2", filters, 3)
        fused = f(torch.cat([one, two], 1), f"{name}/fuse", filters, 1)
        return ops.drop(f(x, f"{name}/shortcut", filters, 1) + fused)

    def msam(x, name):  # Eq. 2
        c = x.shape[1]
        f2, f4, f8 = pool(x, 2), pool(x, 4), pool(x, 8)
        f4 = f4 + resize(f(f8, f"{name}/at8", c, 3), f4.shape[2:])
        f2 = f2 + resize(f(f4, f"{name}/at4", c, 3), f2.shape[2:])
        return x * torch.sigmoid(ops.conv(resize(f(f2, f"{name}/at2", c, 3), x.shape[2:]), f"{name}/gate", c, 1))

    def aaspp(x, name):  # Eq. 3
        c = x.shape[1]
        maps = []
        for rate in (1, 2, 4, 8):
            y = f(x, f"{name}/rate{rate}", width or c, 1 if rate == 1 else 3, dilation=rate)
            maps.append(msam(y, f"{name}/attend{rate}"))
        return f(torch.cat(maps, 1), f"{name}/fuse", c, 1)

    def rasm(low, high, name):  # Eq. 4
        c = low.shape[1]
        u = resize(high, low.shape[2:])
        y = msrb(msrb(torch.cat([u, low], 1), f"{name}/msrb1", c), f"{name}/msrb2", c)
        return f(low, f"{name}/low", c, 1) + f(u, f"{name}/high", c, 1) + msam(y, f"{name}/attend")

    def plain_decoder(low, high, name):
        up = ops.conv_transpose(high, f"{name}/up", low.shape[1], 2)
        return plain(torch.cat([up, low], 1), name, low.shape[1])

    encode = msrb if encoder == "msrb" else plain
    decode = rasm if decoder == "rasm" else plain_decoder
    skips = []
    for level in range(4):
        skips.append(encode(x, f"enc{level + 1}", base << level))
        x = F.max_pool2d(skips[-1], 2)
    x = encode(x, "enc5", base << 4)
    if context == "aaspp":
        x = aaspp(x, "context")
    for level in reversed(range(4)):
        x = decode(skips[level], x, f"dec{level + 1}")
    return ops.conv(x, "head", classes, 1)


def case(shape, encoder="plain", context="none", decoder="plain", width=None, bias=True, classes=1):
    base = 4
    logits = msa_unet(pseudo_weights, image(shape), base, encoder, context, decoder, width, bias, classes)
    probabilities = torch.sigmoid(logits) if classes == 1 else torch.softmax(logits, 1)
    return {
        "image": shape,
        "options": {
            "baseFilters": base,
            "encoder": encoder,
            "context": context,
            "decoder": decoder,
            "asppWidth": width,
            "convBias": bias,
            "classes": classes,
        },
        "logits": summary(logits),
        "probabilities": summary(probabilities),
    }


whole = {"encoder": "msrb", "context": "aaspp", "decoder": "rasm"}
odd = [2, 48, 80, 1]  # 3 × 5 at the bottom, where 8 does not divide

if __name__ == "__main__":
    cases = {
        "MSA-UNet where 8 divides all maps": case([1, 128, 128, 1], **whole),
        "MSA-UNet where it does not": case(odd, **whole),
        "narrow branches, no bias, three classes": case([1, 32, 48, 2], **whole, width=6, bias=False, classes=3),
        "all-plain": case(odd),
        "U-Net + MSRB": case(odd, encoder="msrb"),
        "U-Net + AASPP": case(odd, context="aaspp"),
        "U-Net + RASM": case(odd, decoder="rasm"),
    }
    write(__file__, cases)
