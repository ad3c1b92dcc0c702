import type { Random } from '../../utils/random';
import { clampGrey } from './clampGrey';

/** Adds Gaussian noise of a standard deviation to every grey level, within 0…1. */
export const noise = (image: Float32Array, sd: number, random: Random): Float32Array =>
  image.map((level) => clampGrey(random.normal(level, sd)));
