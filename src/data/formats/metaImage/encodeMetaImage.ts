import { invalidOption } from '../../../utils/errors';
import { deflate } from '../../deflate';
import { type Grid, stepLengths } from '../../orientation';
import { requireVolume } from '../../requireVolume';
import { scalarTypeOf } from '../../stored/scalarType';
import { toStored } from '../../toVolume';
import type { Volume } from '../../volume';

/** Options of {@link encodeMetaImage}. */
export interface EncodeMetaImageOptions {
  /** Whether the voxels are compressed. @defaultValue `true` */
  compressed?: boolean;
}

/** A file to be written. */
export interface EncodedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
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

/** Where an axis comes from that grows to L, …: MetaImage's way to name it. */
const origins: Readonly<Record<string, string>> = { L: 'R', R: 'L', P: 'A', A: 'P', S: 'I', I: 'S' };

/**
 * A volume as a MetaImage: its numbers in their own type, in the axes of the file it came from (`storedAs`), so that
 * a mask lies on its scan voxel by voxel in any program. Numbers of the header have all their digits: reading it back
 * gives the same voxels and geometry, that of axes oblique to the patient's to the last bit but one.
 *
 * @param name `liver.mha` gives this one file; `liver.mhd` gives two, the voxels in `liver.zraw` (compressed) or
 * `liver.raw`. A folder before it stays in both names
 * @throws RangeError if `name` ends otherwise, or parts of the volume do not fit each other; TypeError if it is no volume
 */
export async function encodeMetaImage(
  volume: Volume,
  name: string,
  { compressed = true }: EncodeMetaImageOptions = {},
): Promise<readonly EncodedFile[]> {
  const [, stem, ending] = /^(.*[^/\\])\.(mha|mhd)$/i.exec(name) ?? [];
  if (stem === undefined || ending === undefined)
    throw invalidOption('encodeMetaImage', 'name', 'a file name that ends in .mha or .mhd', name);
  requireVolume('encodeMetaImage', volume);
  const grid = toStored(volume);
  const { buffer, byteOffset, byteLength } = grid.data;
  const raw = new Uint8Array(buffer, byteOffset, byteLength);
  const voxels = compressed ? await deflate(raw, 'deflate') : raw.slice();
  const isLocal = ending.toLowerCase() === 'mha';
  const dataName = `${stem}.${compressed ? 'zraw' : 'raw'}`;
  const local = isLocal ? 'LOCAL' : dataName.replace(/^.*[/\\]/, '');
  const header = new TextEncoder().encode(headerOf(grid, volume.storedAs, compressed ? voxels.length : null, local));
  if (!isLocal)
    return [
      { name, bytes: header },
      { name: dataName, bytes: voxels },
    ];
  const bytes = new Uint8Array(header.length + voxels.length);
  bytes.set(header);
  bytes.set(voxels, header.length);
  return [{ name, bytes }];
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
