import { requireInteger } from '../utils/check';
import { type Neighbours, neighbours } from '../utils/neighbours';
import type { Plane } from './plane';
import type { Sample } from './sample';

/**
 * Resizes a sample: every channel of the image bilinearly, the mask by nearest neighbour. The aspect ratio is not preserved.
 *
 * @throws OptionError if `height` or `width` is not a positive integer
 * @example
 * ```ts
 * import { generatePhantom, resizeSample, windowHu } from 'msa-unet';
 *
 * const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 1, size: 64 });
 * const { hu, ...slice } = patient!.slices[0]!;
 * const small = resizeSample({ ...slice, patient: patient!.patient, image: windowHu(hu) }, 32, 32);
 * console.log(small.image.length, small.mask.length); // 1024 1024
 * ```
 */
export function resizeSample(sample: Sample, height: number, width: number): Sample {
  if (sample.height === height && sample.width === width) return sample;
  const mask = resizeNearest({ ...sample, data: sample.mask }, height, width);
  return { ...sample, height, width, image: resizeChannels(sample, height, width), mask: mask.data };
}

function resizeChannels({ image, ...from }: Sample, height: number, width: number): Float32Array {
  const pixels = from.height * from.width;
  const channels = image.length / pixels;
  const all = new Float32Array(height * width * channels);
  for (let channel = 0; channel < channels; channel++) {
    const data =
      channels === 1 ? image : Float32Array.from({ length: pixels }, (_, i) => image[i * channels + channel]!);
    const { data: resized } = resizeImage({ ...from, data }, height, width);
    if (channels === 1) return resized;
    for (let i = 0; i < resized.length; i++) all[i * channels + channel] = resized[i]!;
  }
  return all;
}

/**
 * Resizes bilinearly with half-pixel centres: half the size averages 2×2 pixels. Border pixels are repeated outwards.
 */
export function resizeImage(plane: Plane, height: number, width: number): Plane {
  requireSize(height, width);
  const data = new Float32Array(height * width);
  const columns = neighbours(plane.width, width);
  neighbours(plane.height, height).forEach(({ low, high, share }, y) => {
    const above = plane.data.subarray(low * plane.width, (low + 1) * plane.width);
    const below = plane.data.subarray(high * plane.width, (high + 1) * plane.width);
    columns.forEach((column, x) => {
      data[y * width + x] = mix(mix2(above, column), mix2(below, column), share);
    });
  });
  return { height, width, data };
}

/** Resizes by nearest neighbour: takes the pixel that contains the new pixel's centre. */
export function resizeNearest(plane: Plane<Uint8Array>, height: number, width: number): Plane<Uint8Array> {
  requireSize(height, width);
  const data = new Uint8Array(height * width);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * plane.height) / height) * plane.width;
    for (let x = 0; x < width; x++)
      data[y * width + x] = plane.data[row + Math.floor(((x + 0.5) * plane.width) / width)]!;
  }
  return { height, width, data };
}

const mix = (a: number, b: number, share: number) => a + (b - a) * share;
const mix2 = (row: Float32Array, { low, high, share }: Neighbours) => mix(row[low]!, row[high]!, share);

function requireSize(height: number, width: number): void {
  requireInteger('resizeSample', 'height', height);
  requireInteger('resizeSample', 'width', width);
}
