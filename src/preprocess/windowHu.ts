import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { windowInto } from '../utils/windowInto';

/** CT window of {@link windowHu}. */
export interface HuWindowOptions {
  /** Lower bound in Hounsfield units, mapped to 0. @defaultValue `-200` */
  windowMin?: number;
  /** Upper bound in Hounsfield units, mapped to 1; above `windowMin`. @defaultValue `250` */
  windowMax?: number;
}

/**
 * Applies a CT window: clips Hounsfield units and scales them to 0…1 in steps of 1/255.
 *
 * Returns u / 255 with u = roundHalfEven((clip(HU) − windowMin) · 255 / (windowMax − windowMin)), one value per input.
 * Apply the file's slope and intercept first. Padding below −1024 vanishes in the window; NaN stays NaN. Options:
 * {@link HuWindowOptions}.
 *
 * @throws OptionError if a bound is not finite or `windowMin` is not below `windowMax`
 * @see MSA-UNet, 2021, data preprocessing: window [−200, 250] HU
 * @example
 * ```ts
 * import { windowHu } from 'msa-unet';
 *
 * const grey = windowHu([-1000, 25, 250], { windowMin: -200, windowMax: 250 });
 * console.log(Array.from(grey, (level) => Math.round(255 * level))); // [0, 128, 255]
 * ```
 */
export function windowHu(hu: ArrayLike<number>, options: HuWindowOptions = {}): Float32Array {
  const grey = new Float32Array(hu.length);
  windowInto(grey, hu, resolveHuWindow('windowHu', options));
  return grey;
}

/** Fills in the defaults and throws if a value is out of range. */
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
