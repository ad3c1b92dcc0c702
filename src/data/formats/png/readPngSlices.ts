import { requireKnown, requireList, requireOneOf, requirePositive } from '../../../utils/check';
import { invalidOption } from '../../../utils/errors';
import { numericOrder } from '../../../utils/numericOrder';
import { type CtFile, readBytes } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { labelsOf } from '../../labels/labelsOf';
import type { OpenVolume } from '../../openVolume';
import type { Geometry } from '../../orientation';
import { requireFiles } from '../../requireFiles';
import { requireVoxels } from '../../requireVoxels';
import { toVolume, toVolumeHeader } from '../../toVolume';
import type { Volume, VoxelArray, VoxelKind } from '../../volume';
import { decodeLevelsPng } from './decodePng';

/** Options of {@link readPngSlices}. */
export interface ReadPngSlicesOptions {
  /** Meaning of the levels: CT numbers (or grey levels made from them), or labels. @defaultValue `'hu'` */
  kind?: VoxelKind;
  /** Spacing of slices, rows and columns in mm, which PNG files do not give. @defaultValue `[1, 1, 1]` */
  spacing?: readonly [z: number, y: number, x: number];
  /**
   * Integer subtracted from every level: CT numbers in 16 bits usually begin at −1024 or −1000. @defaultValue `1024`
   * for 16-bit slices of kind `'hu'`, else `0`
   */
  offset?: number;
  /** Position of the first slice by name: nearest to the feet or to the head. @defaultValue `'feet'` */
  first?: 'feet' | 'head';
}

/**
 * Reads axial PNG slices of one scan as a volume, ordered by the numbers in their names (`2` before `10`).
 *
 * The top row is anterior and the left column is the patient's right, as usual in radiology. 16-bit levels become
 * Hounsfield units (int16) by `offset`. Levels of 8 bits or less stay levels from 0 to 255 (uint8): they have been
 * windowed, and Hounsfield units cannot be recovered. Labels keep their numbers. RGB is accepted if its channels are
 * equal; alpha is ignored. Options: {@link ReadPngSlicesOptions}.
 *
 * @throws CtFileError for a file that is not a complete grey PNG, differs from the first in size or depth, or has a
 * level that is not a CT number, or if a slice has more than 2²⁸ pixels or the volume more than 2³⁰ voxels. However wrong
 * its header, memory is limited to 1032 times a file's size
 * @throws OptionError if there are no files, it is not a list of files, or an option is out of range
 * @example
 * ```ts no-run
 * import { readPngSlices } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const volume = await readPngSlices(await ctFiles('images/patient-1'), { spacing: [2.5, 0.7, 0.7] });
 * console.log(volume.shape, volume.data.constructor.name); // [120, 512, 512] Uint8Array
 * ```
 */
export async function readPngSlices(files: readonly CtFile[], options: ReadPngSlicesOptions = {}): Promise<Volume> {
  return (await openPngSlices(files, options)).readVolume();
}

/** Reads the first slice of what {@link readPngSlices} reads. */
export async function openPngSlices(
  files: readonly CtFile[],
  { kind = 'hu', spacing = [1, 1, 1], offset, first = 'feet', ...others }: ReadPngSlicesOptions = {},
): Promise<OpenVolume> {
  requireKnown<ReadPngSlicesOptions>('readPngSlices', others, { kind, spacing, offset, first });
  requireFiles('readPngSlices', files);
  requireOneOf('readPngSlices', 'kind', kind, ['hu', 'label']);
  requireOneOf('readPngSlices', 'first', first, ['feet', 'head']);
  requireList('readPngSlices', 'spacing', '[z, y, x] in mm', spacing);
  for (const mm of spacing) requirePositive('readPngSlices', 'spacing', mm);
  if (offset !== undefined && !Number.isInteger(offset))
    throw invalidOption('readPngSlices', 'offset', 'an integer', offset);
  const sorted = [...files].sort((a, b) => numericOrder(a.name, b.name));
  const { name } = sorted[0]!;
  const plane = await readPlane(sorted[0]!);
  requireVoxels(name, plane.width * plane.height * sorted.length);
  const taken = offset ?? (kind === 'hu' && plane.data instanceof Uint16Array ? 1024 : 0);
  const [z, y, x] = spacing;
  const geometry: Geometry = {
    size: [plane.width, plane.height, sorted.length],
    affine: [
      [x, 0, 0, 0],
      [0, y, 0, 0],
      [0, 0, first === 'feet' ? z : -z, 0],
    ],
  };
  return {
    header: toVolumeHeader(geometry, kind, name),
    voxels: kind === 'label' ? 'label' : plane.data instanceof Uint8Array && taken === 0 ? 'bytes' : 'hu',
    notes: [],
    readVolume: async () => {
      const planes = await readAlike(sorted, plane);
      const levels = joinLevels(planes, taken, sorted);
      return toVolume({ data: kind === 'label' ? labelsOf(levels, name) : levels, ...geometry }, kind, name);
    },
    readSlice: null,
  };
}

/** All slices, of which the first has been read. */
async function readAlike(files: readonly CtFile[], first: LevelPlane): Promise<LevelPlane[]> {
  const planes = [first];
  for (const file of files.slice(1)) {
    planes.push(await readPlane(file));
    requireLike(first, planes.at(-1)!, files[0]!.name, file.name);
  }
  return planes;
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
      `${describe(other)}, but ${firstName} is ${describe(first)}; all slices of a scan must agree`,
    );
}

/** Joins the levels in their own type, or minus an offset in int16. */
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
          `level ${data[pixel]} minus the offset ${offset} is not a CT number (−32768 to 32767); set the offset that the levels were saved with`,
        );
      joined[slice * length + pixel] = value;
    }
  return joined;
}
