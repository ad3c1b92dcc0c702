import { requireKnown } from '../../../utils/check';
import { deflate } from '../../deflate';
import { type Grid, stepLengths } from '../../orientation';
import { requireVolume } from '../../requireVolume';
import { scalarTypeOf } from '../../stored/scalarType';
import { toStored } from '../../toVolume';
import type { Volume } from '../../volume';
import { headerFileNames, joinVoxels } from '../headerWithVoxels';
import type { EncodedFile } from '../volumeFormat';

/** Options of {@link encodeMetaImage}. */
export interface EncodeMetaImageOptions {
  /** Whether to compress the voxels. @defaultValue `true` */
  compressed?: boolean;
}

const types = {
  int8: 'MET_CHAR',
  uint8: 'MET_UCHAR',
  int16: 'MET_SHORT',
  uint16: 'MET_USHORT',
  int32: 'MET_INT',
  uint32: 'MET_UINT',
  float32: 'MET_FLOAT',
  float64: 'MET_DOUBLE',
} as const;

/** MetaImage's letter for an axis: the side that it comes from. */
const origins: Readonly<Record<string, string>> = { L: 'R', R: 'L', P: 'A', A: 'P', S: 'I', I: 'S' };

/**
 * Encodes a volume as a MetaImage: in its own number type and in the axes of its source file (`storedAs`), so that a
 * mask is aligned with its scan voxel by voxel in any program. The header keeps all digits: reading it back gives the
 * same voxels and geometry, for oblique axes up to the last bit. Options: {@link EncodeMetaImageOptions}.
 *
 * @param name `liver.mha` gives one file; `liver.mhd` gives two, with the voxels in `liver.zraw` (compressed) or
 * `liver.raw`. Both names keep a folder prefix
 * @throws OptionError if `name` has another ending, it is not a volume, or its parts are inconsistent
 * @example
 * ```ts
 * import { encodeMetaImage, phantomDataSet, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 2, size: 32 }).patients;
 * const { labels } = await scanVolume(patient!.scans[0]!);
 * const files = await encodeMetaImage(labels, 'liver.mhd');
 * console.log(files.map(({ name }) => name)); // ['liver.mhd', 'liver.zraw']
 * ```
 */
export async function encodeMetaImage(
  volume: Volume,
  name: string,
  { compressed = true, ...others }: EncodeMetaImageOptions = {},
): Promise<readonly EncodedFile[]> {
  const names = metaImageFiles(name, compressed);
  requireKnown<EncodeMetaImageOptions>('encodeMetaImage', others, { compressed });
  requireVolume('encodeMetaImage', volume);
  const grid = toStored(volume);
  const { buffer, byteOffset, byteLength } = grid.data;
  const raw = new Uint8Array(buffer, byteOffset, byteLength);
  const voxels = compressed ? await deflate(raw, 'deflate') : raw.slice();
  const place = names[1]?.replace(/^.*[/\\]/, '') ?? 'LOCAL';
  return joinVoxels(names, headerOf(grid, volume.storedAs, compressed ? voxels.length : null, place), voxels);
}

/**
 * Returns the names of the files of a MetaImage: the header and, of a `.mhd`, its voxels.
 *
 * @throws OptionError if the name has another ending
 */
export function metaImageFiles(name: string, compressed = true): readonly string[] {
  const voxels = compressed ? 'zraw' : 'raw';
  return headerFileNames('encodeMetaImage', name, { whole: 'mha', header: 'mhd', voxels });
}

function headerOf({ data, size, affine }: Grid, storedAs: string, packedLength: number | null, file: string): string {
  const spacing = stepLengths(affine);
  const directions = spacing.flatMap((mm, axis) => affine.map((row) => row[axis]! / mm));
  const lines: [string, string | number][] = [
    ['ObjectType', 'Image'],
    ['NDims', 3],
    ['BinaryData', 'True'],
    ['BinaryDataByteOrderMSB', 'False'],
    ['CompressedData', packedLength === null ? 'False' : 'True'],
    ...(packedLength === null ? [] : [['CompressedDataSize', packedLength] as [string, number]]),
    ['TransformMatrix', directions.join(' ')],
    ['Offset', affine.map((row) => row[3]).join(' ')],
    ['CenterOfRotation', '0 0 0'],
    ['AnatomicalOrientation', [...storedAs].map((letter) => origins[letter]).join('')],
    ['ElementSpacing', spacing.join(' ')],
    ['DimSize', size.join(' ')],
    ['ElementType', types[scalarTypeOf(data)]],
    ['ElementDataFile', file],
  ];
  return lines.map(([key, value]) => `${key} = ${value}\n`).join('');
}
