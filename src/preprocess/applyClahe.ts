import { claheGrid } from '../kernels/claheGrid';
import { claheLevels } from '../kernels/claheLevels';
import { type ClaheOptions, resolveClahe } from '../ops/claheOptions';
import { requireInteger } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { OptionError } from '../utils/optionError';

/**
 * Applies contrast-limited adaptive histogram equalisation to one 8-bit image, with the same result as OpenCV, bit by
 * bit.
 *
 * `height · width` grey levels, row by row → as many equalised ones. Window CT first; {@link windowHu} returns level /
 * 255.
 *
 * @throws OptionError if `levels` are not 8-bit or have another length, an option or a side is out of range, or an
 * option is unknown
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
export function applyClahe(
  levels: Uint8Array | Uint8ClampedArray,
  height: number,
  width: number,
  options: ClaheOptions = {},
): Uint8Array {
  const resolved = resolveClahe('applyClahe', options);
  requireInteger('applyClahe', 'height', height);
  requireInteger('applyClahe', 'width', width);
  const kind = Object.prototype.toString.call(levels).slice(8, -1); // Float32Array, Array, …
  if (kind !== 'Uint8Array' && kind !== 'Uint8ClampedArray') throw notLevels(levels, kind);
  if (levels.length !== height * width)
    throw invalidOption('applyClahe', 'levels', `height · width = ${height * width} long`, levels.length);
  const bytes = new Uint8Array(levels.buffer, levels.byteOffset, levels.length);
  return claheLevels(bytes, claheGrid(height, width, resolved));
}

const notLevels = (received: unknown, shown: string) =>
  new OptionError({
    owner: 'applyClahe',
    option: 'levels',
    expected: '8-bit grey levels: a Uint8Array or Uint8ClampedArray',
    received,
    shown,
    fix: {
      action: 'window Hounsfield units first and scale them to 255',
      code: 'Uint8ClampedArray.from(windowHu(hu), (grey) => 255 * grey)',
    },
  });
