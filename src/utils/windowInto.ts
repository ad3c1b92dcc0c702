import { roundHalfEven } from './roundHalfEven';

/** Fills `grey` with what the CT window makes of `hu`, in float32 as tensors compute it: 0…1 by way of 8-bit grey levels. */
export function windowInto(
  grey: Float32Array,
  hu: ArrayLike<number>,
  { windowMin, windowMax }: { windowMin: number; windowMax: number },
): void {
  const { fround } = Math;
  const [low, high, width] = [fround(windowMin), fround(windowMax), fround(windowMax - windowMin)];
  for (let i = 0; i < grey.length; i++) {
    const clipped = Math.min(high, Math.max(low, fround(hu[i]!)));
    // Multiplied first, and so exact for whole HU. Ties are real: every HU = −185 mod 30 of the default window.
    grey[i] = roundHalfEven(fround(fround(fround(clipped - low) * 255) / width)) / 255;
  }
}
