import { claheGrid } from '../kernels/claheGrid';
import { claheLevels } from '../kernels/claheLevels';
import { type ClaheOptions, resolveClahe } from '../ops/claheOptions';
import { requireInteger } from '../utils/check';
import { invalidOption } from '../utils/errors';

/**
 * Applies contrast-limited adaptive histogram equalisation to one 8-bit image, with the same result as OpenCV, bit by
 * bit.
 *
 * `height · width` grey levels, row by row → as many equalised ones. Window CT first; {@link windowHu} returns level /
 * 255.
 *
 * @throws RangeError if an option or a side is out of range, or `levels` has another length
 * @see MSA-UNet, 2021, data preprocessing: clip limit 2.0, 8 × 8 tiles
 * @example
 * ```ts
 * import { applyClahe, windowHu } from 'msa-unet';
 *
 * const hu = Float32Array.from({ length: 64 * 64 }, (_, i) => (i % 64) + 40); // low contrast
 * const levels = Uint8Array.from(windowHu(hu), (grey) => Math.round(255 * grey));
 * const equalised = applyClahe(levels, 64, 64, { clipLimit: 2 });
 * console.log(Math.max(...equalised) > Math.max(...levels)); // true
 * ```
 */
export function applyClahe(levels: Uint8Array, height: number, width: number, options: ClaheOptions = {}): Uint8Array {
  const resolved = resolveClahe('applyClahe', options);
  requireInteger('applyClahe', 'height', height);
  requireInteger('applyClahe', 'width', width);
  if (levels.length !== height * width)
    throw invalidOption('applyClahe', 'levels', `height · width = ${height * width} long`, levels.length);
  return claheLevels(levels, claheGrid(height, width, resolved));
}
