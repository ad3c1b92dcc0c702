import { neighbours } from '../../utils/neighbours';
import type { Sides } from './places';

/**
 * Simulates a low resolution: takes every `factor`-th pixel (nearest neighbour) and resizes them back bilinearly.
 * `[height, width, channels]` in and out.
 */
export function lowResolution(image: Float32Array, { height, width }: Sides, factor: number): Float32Array {
  const channels = image.length / (height * width);
  const across = coarsenAxis(image, { lines: height, length: width, step: channels }, factor);
  return coarsenAxis(across, { lines: 1, length: height, step: width * channels }, factor);
}

/** An axis: `lines` blocks of `length` groups of `step` values that lie side by side. */
interface Axis {
  readonly lines: number;
  readonly length: number;
  readonly step: number;
}

function coarsenAxis(image: Float32Array, { lines, length, step }: Axis, factor: number): Float32Array {
  const few = Math.max(1, Math.round(length / factor));
  const kept = (i: number) => Math.floor(((i + 0.5) * length) / few);
  const sources = neighbours(few, length).map(({ low, high, share }) => ({ low: kept(low), high: kept(high), share }));
  const coarse = new Float32Array(image.length);
  let at = 0;
  for (let line = 0; line < lines; line++)
    for (const { low, high, share } of sources) {
      const [a, b] = [(line * length + low) * step, (line * length + high) * step];
      for (let j = 0; j < step; j++) coarse[at++] = image[a + j]! + (image[b + j]! - image[a + j]!) * share;
    }
  return coarse;
}
