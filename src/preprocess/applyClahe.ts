import { claheGrid } from '../kernels/claheGrid';
import { claheLevels } from '../kernels/claheLevels';
import { type ClaheOptions, resolveClahe } from '../ops/claheOptions';
import { requireInteger } from '../utils/check';
import { invalidOption } from '../utils/errors';

/**
 * Contrast-limited adaptive histogram equalisation of one 8-bit image, bit by bit the same as OpenCV's.
 *
 * `height · width` grey levels, row by row → as many new ones. Window CT first: `windowHu` gives level / 255.
 *
 * @throws RangeError if an option or a side is out of range, or `levels` has another length
 * @see the paper, data preprocessing: clip limit 2.0, 8 × 8 tiles
 */
export function applyClahe(levels: Uint8Array, height: number, width: number, options: ClaheOptions = {}): Uint8Array {
  const resolved = resolveClahe('applyClahe', options);
  requireInteger('applyClahe', 'height', height);
  requireInteger('applyClahe', 'width', width);
  if (levels.length !== height * width)
    throw invalidOption('applyClahe', 'levels', `height · width = ${height * width} long`, levels.length);
  return claheLevels(levels, claheGrid(height, width, resolved));
}
