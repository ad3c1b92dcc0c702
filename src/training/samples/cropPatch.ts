import type { ImageAndMask } from '../../preprocess/augment/changeSample';

/** Height and width in pixels. */
export type PatchSize = readonly [height: number, width: number];

/** Where a patch begins; below 0 or beyond the image, it is air and background. */
export type PatchStart = readonly [y: number, x: number];

/** Cuts a patch out of an image and its mask. */
export function cropPatch<S extends ImageAndMask>(sample: S, [top, left]: PatchStart, [height, width]: PatchSize): S {
  const channels = sample.image.length / (sample.height * sample.width);
  const image = new Float32Array(height * width * channels);
  const mask = new Uint8Array(height * width);
  const [from, to] = [Math.max(left, 0), Math.min(left + width, sample.width)];
  for (let y = Math.max(top, 0); y < Math.min(top + height, sample.height); y++) {
    const [read, write] = [y * sample.width, (y - top) * width - left];
    mask.set(sample.mask.subarray(read + from, read + to), write + from);
    image.set(sample.image.subarray((read + from) * channels, (read + to) * channels), (write + from) * channels);
  }
  return { ...sample, height, width, image, mask };
}

/** The start nearest to the wanted one of a patch that lies within a side; a longer patch begins with the side. */
export const startWithin = (side: number, patch: number, wanted: number): number =>
  Math.max(0, Math.min(wanted, side - patch));
