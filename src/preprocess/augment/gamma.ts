import { clampGrey } from './clampGrey';

/** Raises grey levels to a power: below 1 they become brighter, above 1 darker; 0 and 1 stay. */
export const gamma = (image: Float32Array, exponent: number): Float32Array =>
  image.map((level) => clampGrey(level) ** exponent);
