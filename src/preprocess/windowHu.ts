import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { roundHalfEven } from '../utils/roundHalfEven';

/** The CT window of {@link windowHu}. */
export interface HuWindowOptions {
  /** What becomes 0, in Hounsfield units. @defaultValue `-200` */
  windowMin?: number;
  /** What becomes 1, in Hounsfield units; more than `windowMin`. @defaultValue `250` */
  windowMax?: number;
}

/**
 * Clips Hounsfield units to the CT window and scales them to 0…1 by way of 8-bit grey levels.
 *
 * u = roundHalfEven((clip(HU) − windowMin) · 255 / (windowMax − windowMin)), then u / 255, as many numbers as came in.
 * The data files' slope and intercept come first. Padding below −1024 vanishes in the window; NaN stays NaN.
 *
 * @throws RangeError if a bound is not finite or `windowMin` is not below `windowMax`
 * @see the paper, data preprocessing: window [−200, 250] HU
 */
export function windowHu(hu: ArrayLike<number>, options: HuWindowOptions = {}): Float32Array {
  const grey = new Float32Array(hu.length);
  windowInto(grey, hu, resolveHuWindow('windowHu', options));
  return grey;
}

/** Fills `grey` with what the window makes of `hu`, in float32 as tensors compute it. */
export function windowInto(
  grey: Float32Array,
  hu: ArrayLike<number>,
  { windowMin, windowMax }: Required<HuWindowOptions>,
): void {
  const { fround } = Math;
  const [low, high, width] = [fround(windowMin), fround(windowMax), fround(windowMax - windowMin)];
  for (let i = 0; i < grey.length; i++) {
    const clipped = Math.min(high, Math.max(low, fround(hu[i]!)));
    // Multiplied first, and so exact for whole HU. Ties are real: every HU = −185 mod 30 of the default window.
    grey[i] = roundHalfEven(fround(fround(fround(clipped - low) * 255) / width)) / 255;
  }
}

/** Fills in the defaults and throws on values out of range. */
export function resolveHuWindow(
  owner: string,
  { windowMin = -200, windowMax = 250, ...others }: HuWindowOptions,
): Required<HuWindowOptions> {
  requireKnown<HuWindowOptions>(owner, others, { windowMin, windowMax });
  if (!Number.isFinite(windowMin)) throw invalidOption(owner, 'windowMin', 'a finite number', windowMin);
  if (!Number.isFinite(windowMax)) throw invalidOption(owner, 'windowMax', 'a finite number', windowMax);
  if (windowMin >= windowMax) throw invalidOption(owner, 'windowMin', `below \`windowMax\` (${windowMax})`, windowMin);
  return { windowMin, windowMax };
}
