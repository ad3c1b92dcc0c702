import { clampGrey } from './clampGrey';

/** Multiplies grey levels by a factor, up to 1. */
export const brightness = (image: Float32Array, factor: number): Float32Array =>
  image.map((level) => clampGrey(level * factor));
