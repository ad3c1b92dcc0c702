import type { Sides } from './places';

/**
 * Blurs each channel with a Gaussian of a standard deviation in pixels, cut off at 4 of them. Border pixels are repeated
 * outwards. `[height, width, channels]` in and out.
 */
export function blur(image: Float32Array, { height, width }: Sides, sd: number): Float32Array {
  const weights = gaussian(sd);
  const channels = image.length / (height * width);
  const across = blurAxis(image, weights, { lines: height, length: width, step: channels });
  return blurAxis(across, weights, { lines: 1, length: height, step: width * channels });
}

/** Weights of the centre and of the pixels at either side; they sum to 1. */
function gaussian(sd: number): Float64Array {
  const half = Float64Array.from({ length: Math.floor(4 * sd + 0.5) + 1 }, (_, i) => Math.exp(-0.5 * (i / sd) ** 2));
  if (half.length === 1) return Float64Array.of(1); // also with an `sd` of 0
  const sum = half.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return half.map((weight) => weight / sum);
}

/** An axis: `lines` blocks of `length` groups of `step` values that lie side by side. */
interface Axis {
  readonly lines: number;
  readonly length: number;
  readonly step: number;
}

function blurAxis(image: Float32Array, weights: Float64Array, { lines, length, step }: Axis): Float32Array {
  const blurred = new Float32Array(image.length);
  const sums = new Float64Array(step);
  for (let line = 0; line < lines; line++)
    for (let i = 0; i < length; i++) {
      sums.fill(0);
      for (let k = 0; k < weights.length; k++) {
        const [before, after] = [Math.max(i - k, 0), Math.min(i + k, length - 1)];
        const [a, b] = [(line * length + before) * step, (line * length + after) * step];
        const weight = k === 0 ? weights[0]! / 2 : weights[k]!; // the centre is both
        for (let j = 0; j < step; j++) sums[j]! += weight * (image[a + j]! + image[b + j]!);
      }
      blurred.set(sums, (line * length + i) * step);
    }
  return blurred;
}
