import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

export const dropBlockMask = /* @__PURE__ */ hostLoop({
  kernel: kernels.dropBlockMask,
  outputShapes: (_, { shape }) => [shape],
  loop: (_, [mask], attributes) => fillMask(mask, attributes),
});

/** Fills a mask with 0 in the dropped blocks and size / kept elsewhere. */
export function fillMask(
  mask: Float32Array,
  { shape, blockSize, corners }: { shape: number[]; blockSize: number; corners: number[] },
): void {
  const [, , width, channels] = shape as [number, number, number, number];
  /** Zeroes the blocks and returns how many values were not zero before. */
  const drop = () => {
    let dropped = 0;
    for (const corner of corners)
      for (let y = 0; y < blockSize; y++)
        for (let x = 0, i = corner + y * width * channels; x < blockSize; x++, i += channels) {
          if (mask[i] !== 0) dropped++;
          mask[i] = 0;
        }
    return dropped;
  };
  mask.fill(1);
  const kept = mask.length - drop();
  mask.fill(kept === 0 ? 1 : mask.length / kept); // Algorithm 1, line 7
  drop();
}
