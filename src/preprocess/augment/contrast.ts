import { clampGrey } from './clampGrey';
import type { Sides } from './places';

/** Multiplies the distance of grey levels from the mean of their channel by a factor, within 0…1. */
export function contrast(image: Float32Array, { height, width }: Sides, factor: number): Float32Array {
  const pixels = height * width;
  const channels = image.length / pixels;
  const means = new Float64Array(channels);
  for (let i = 0; i < image.length; i++) means[i % channels]! += image[i]! / pixels;
  return image.map((level, i) => {
    const mean = means[i % channels]!;
    return clampGrey(mean + factor * (level - mean));
  });
}
