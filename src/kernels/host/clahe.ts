import * as kernels from '../catalog';
import { type ClaheTiles, claheGrid } from '../claheGrid';
import { claheLevels } from '../claheLevels';
import { hostLoop } from './hostLoop';

export const clahe = /* @__PURE__ */ hostLoop({
  kernel: kernels.clahe,
  outputShapes: ([shape]) => [shape!],
  loop: ([images], [out], settings) => equaliseImages(images, out, settings),
});

/** Applies CLAHE to every image and channel of a batch of grey levels 0…1, on 8-bit levels. */
export function equaliseImages(
  images: Float32Array,
  out: Float32Array,
  { shape, ...tiles }: ClaheTiles & { shape: number[] },
): void {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const grid = claheGrid(height, width, tiles);
  const pixels = height * width;
  const levels = new Uint8ClampedArray(pixels); // clamps and rounds half to even
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++) {
      const start = n * pixels * channels + c;
      toLevels(images, levels, start, channels);
      toGreys(claheLevels(new Uint8Array(levels.buffer), grid), out, start, channels);
    }
}

function toLevels(images: Float32Array, levels: Uint8ClampedArray, start: number, step: number): void {
  for (let i = 0, at = start; i < levels.length; i++, at += step) levels[i] = images[at]! * 255;
}

function toGreys(levels: Uint8Array, out: Float32Array, start: number, step: number): void {
  for (let i = 0, at = start; i < levels.length; i++, at += step) out[at] = levels[i]! / 255;
}
