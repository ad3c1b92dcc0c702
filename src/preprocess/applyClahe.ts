import { type ClaheOptions, claheGrid, resolveClahe } from '../ops/claheGrid';
import { claheLevels } from '../ops/claheLevels';
import { requireInteger } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { OptionError } from '../utils/optionError';

/**
 * Contrast-limited adaptive histogram equalisation of one 8-bit image, bit by bit the same as OpenCV's.
 *
 * `height · width` grey levels, row by row → as many new ones. Window CT first: `windowHu` gives level / 255.
 *
 * @throws OptionError if `levels` are not 8 bits or have another length, an option or a side is out of range, or an option
 * is not known
 * @see the paper, data preprocessing: clip limit 2.0, 8 × 8 tiles
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
    expected: 'grey levels of 8 bits: a Uint8Array or Uint8ClampedArray',
    received,
    shown,
    fix: {
      action: 'window Hounsfield units first and make the shares levels',
      code: 'Uint8ClampedArray.from(windowHu(hu), (share) => 255 * share)',
    },
  });
