import { requireOneOf, requirePositive } from '../../../utils/check';
import { invalidOption } from '../../../utils/errors';
import { numericOrder } from '../../../utils/numericOrder';
import { type CtFile, readBytes } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { requireFiles } from '../../requireFiles';
import { toVolume } from '../../toVolume';
import type { Volume, VoxelArray, VoxelKind } from '../../volume';
import { decodeLevelsPng } from './decodePng';

/** Options of {@link readPngSlices}. */
export interface ReadPngSlicesOptions {
  /** What the levels are: CT numbers (or grey levels made of them), or labels. @defaultValue `'hu'` */
  kind?: VoxelKind;
  /** Distances of slices, rows and columns in mm, which PNG files do not tell. @defaultValue `[1, 1, 1]` */
  spacing?: readonly [z: number, y: number, x: number];
  /**
   * What is taken off every level, an integer: CT numbers saved in 16 bits begin at −1024 or −1000 as a rule.
   * @defaultValue `1024` for 16-bit slices of kind `'hu'`, else `0`
   */
  offset?: number;
  /** Where the first slice in the order of names lies: nearest to the feet or to the head. @defaultValue `'feet'` */
  first?: 'feet' | 'head';
}

/**
 * Reads axial PNG slices of one scan as a volume, in the order of the numbers in their names (`2` before `10`).
 *
 * The top row is the patient's front and the left column the right side, as scans are shown. Levels of 16 bits become
 * Hounsfield units (int16) by `offset`; those of 8 bits or less stay levels of 0 to 255 (uint8): a window has been
 * applied to them, and Hounsfield units cannot be had back. Labels keep their numbers. RGB is taken if its channels
 * are equal; alpha does not count.
 *
 * @throws CtFileError for a file that is no whole grey PNG, differs from the first in size or depth, or has a level
 * that is no CT number; it makes no more room than 1032 times the bytes of a file, however wrong its header
 * @throws RangeError if there are no files, or an option is out of range; TypeError if it is no list of files
 */
export async function readPngSlices(
  files: readonly CtFile[],
  { kind = 'hu', spacing = [1, 1, 1], offset, first = 'feet' }: ReadPngSlicesOptions = {},
): Promise<Volume> {
  requireFiles('readPngSlices', files);
  requireOneOf('readPngSlices', 'kind', kind, ['hu', 'label']);
  requireOneOf('readPngSlices', 'first', first, ['feet', 'head']);
  for (const mm of spacing) requirePositive('readPngSlices', 'spacing', mm);
  if (offset !== undefined && !Number.isInteger(offset))
    throw invalidOption('readPngSlices', 'offset', 'an integer', offset);
  const sorted = [...files].sort((a, b) => numericOrder(a.name, b.name));
  const planes: LevelPlane[] = [];
  for (const file of sorted) {
    planes.push(await readPlane(file));
    requireLike(planes[0]!, planes.at(-1)!, sorted[0]!.name, file.name);
  }
  const { height, width, data } = planes[0]!;
  const isHu = kind === 'hu' && data instanceof Uint16Array;
  const [z, y, x] = spacing;
  return toVolume(
    {
      data: joinLevels(planes, offset ?? (isHu ? 1024 : 0), sorted),
      size: [width, height, planes.length],
      affine: [
        [x, 0, 0, 0],
        [0, y, 0, 0],
        [0, 0, first === 'feet' ? z : -z, 0],
      ],
    },
    kind,
    sorted[0]!.name,
  );
}

type LevelPlane = ReturnType<typeof decodeLevelsPng>;

async function readPlane(file: CtFile): Promise<LevelPlane> {
  try {
    return decodeLevelsPng(await readBytes(file));
  } catch (cause) {
    throw new CtFileError(file.name, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function requireLike(first: LevelPlane, other: LevelPlane, firstName: string, name: string): void {
  const describe = ({ height, width, data }: LevelPlane) => `${height}×${width} of ${8 * data.BYTES_PER_ELEMENT} bits`;
  if (describe(first) !== describe(other))
    throw new CtFileError(
      name,
      `${describe(other)}, but ${firstName} is ${describe(first)}; slices of a scan are alike`,
    );
}

/** Levels in their own type, or less an offset in int16. */
function joinLevels(planes: readonly LevelPlane[], offset: number, files: readonly CtFile[]): VoxelArray {
  const { length } = planes[0]!.data;
  const isWide = planes[0]!.data instanceof Uint16Array;
  const Levels = offset !== 0 ? Int16Array : isWide ? Uint16Array : Uint8Array;
  const joined = new Levels(planes.length * length);
  for (const [slice, { data }] of planes.entries())
    for (let pixel = 0; pixel < length; pixel++) {
      const value = data[pixel]! - offset;
      if (offset !== 0 && (value < -32_768 || value > 32_767))
        throw new CtFileError(
          files[slice]!.name,
          `level ${data[pixel]} less the offset ${offset} is no CT number (−32768 to 32767); set the offset that the levels were saved with`,
        );
      joined[slice * length + pixel] = value;
    }
  return joined;
}
