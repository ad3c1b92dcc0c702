import * as tf from '@tensorflow/tfjs';

/** Maximum elements of a vector by default: 64 MiB, half of what every WebGPU device can bind. */
const longestVector = 2 ** 24;

/** Groups neighbouring weights up to `longest` elements; a larger weight forms its own group. */
export function inParts<W extends { readonly shape: number[] }>(weights: readonly W[], longest = longestVector): W[][] {
  const parts: W[][] = [];
  let room = 0;
  for (const weight of weights) {
    const size = tf.util.sizeFromShape(weight.shape);
    if (size > room || parts.length === 0) {
      parts.push([]);
      room = longest;
    }
    parts.at(-1)!.push(weight);
    room -= size;
  }
  return parts;
}
