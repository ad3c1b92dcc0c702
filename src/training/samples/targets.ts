import { channelsOf, type LabelTable } from '../../data/labels/labelTable';
import { isIn, undrawn } from '../../data/labels/maskCodes';
import type { Sample } from '../../data/sample';

/** Value of a target where nobody has drawn a class, as losses with `partialLabels` expect it. */
const notDrawn = -1;

/**
 * Makes the target of a network of masks, `[batch, height, width, channels]`: the mask itself for a single label, a
 * channel per region, or one-hot classes with the background first.
 *
 * Labels that nobody has drawn in a sample are −1. So is its background, which may be any of them.
 */
export function targetsOf(samples: readonly Sample[], labels: LabelTable | null): Float32Array {
  const channels = labels ? channelsOf(labels) : 1;
  const { length } = samples[0]!.mask;
  const targets = new Float32Array(samples.length * length * channels);
  for (const [i, { mask, undrawn = [] }] of samples.entries()) {
    const start = i * length * channels;
    if (!labels) targets.set(mask, start);
    else fill(targets.subarray(start, start + length * channels), mask, pixelsOf(labels, undrawn));
  }
  return targets;
}

function fill(targets: Float32Array, mask: Uint8Array, pixels: readonly Float32Array[]): void {
  const channels = pixels[0]!.length;
  for (let i = 0; i < mask.length; i++) targets.set(pixels[mask[i]!]!, i * channels);
}

/** Lists the channels of a pixel for every code. */
function pixelsOf(labels: LabelTable, missing: readonly string[]): Float32Array[] {
  const channels = channelsOf(labels);
  const first = channels - labels.labels.length; // 1 if the background has a channel
  return Array.from({ length: undrawn + 1 }, (_, code) => {
    const pixel = new Float32Array(channels);
    if (code === undrawn) return pixel.fill(notDrawn);
    if (first === 1 && code === 0) pixel[0] = missing.length > 0 ? notDrawn : 1;
    for (const [index, { name }] of labels.labels.entries())
      pixel[first + index] = missing.includes(name) ? notDrawn : Number(isIn(labels, code, index));
    return pixel;
  });
}
