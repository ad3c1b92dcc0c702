import { requireKnown } from '../../../utils/check';
import { invalidOption } from '../../../utils/errors';
import { deflate } from '../../deflate';
import { labelsOf } from '../../labels/labelsOf';
import type { Grid } from '../../orientation';
import { requireVolume } from '../../requireVolume';
import { scalarTypeOf } from '../../stored/scalarType';
import { toStored } from '../../toVolume';
import type { Volume } from '../../volume';
import { headerFileNames, joinVoxels } from '../headerWithVoxels';
import type { EncodedFile } from '../volumeFormat';
import { segmentLayers } from './segmentLayers';
import { segmentLines } from './segmentLines';

/** Options of {@link encodeNrrd}. */
export interface EncodeNrrdOptions {
  /** Whether to compress the voxels. @defaultValue `true` */
  compressed?: boolean;
}

const types = {
  int8: 'int8',
  uint8: 'uint8',
  int16: 'int16',
  uint16: 'uint16',
  int32: 'int32',
  uint32: 'uint32',
  float32: 'float',
  float64: 'double',
} as const;

/**
 * Encodes a volume as an NRRD: in its own number type and in the axes of its source file (`storedAs`), so that a mask is
 * aligned with its scan voxel by voxel in any program. The header keeps all digits: reading it back gives the same
 * voxels and geometry.
 *
 * A name that ends in `.seg.nrrd` makes a segmentation of 3D Slicer: each of `volume.segments` gets its name, colour and
 * label value. Labels without a segment become segments named by their numbers. Regions that overlap, by `volume.codes`, are
 * written to as many layers as they need. Options: {@link EncodeNrrdOptions}.
 *
 * @param name `liver.nrrd` and `liver.seg.nrrd` give one file; `liver.nhdr` gives two, with the voxels in `liver.raw.gz`
 * (compressed) or `liver.raw`. Both names keep a folder prefix
 * @throws OptionError if `name` has another ending, it is not a volume, or its parts are inconsistent; for `.seg.nrrd`
 * also if it has no labels
 * @example
 * ```ts
 * import { encodeNrrd, phantomDataSet, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 2, size: 32 }).patients;
 * const { labels } = await scanVolume(patient!.scans[0]!);
 * const liver = { ...labels, segments: [{ value: 1, name: 'liver', color: [221, 130, 101] as const }] };
 * const [file] = await encodeNrrd(liver, 'liver.seg.nrrd');
 * console.log(new TextDecoder().decode(file!.bytes).includes('Segment0_Name:=liver')); // true
 * ```
 */
export async function encodeNrrd(
  volume: Volume,
  name: string,
  { compressed = true, ...others }: EncodeNrrdOptions = {},
): Promise<readonly EncodedFile[]> {
  const names = nrrdFiles(name, compressed);
  const dataName = names[1];
  requireKnown<EncodeNrrdOptions>('encodeNrrd', others, { compressed });
  requireVolume('encodeNrrd', volume);
  const isSegmentation = /\.seg\.nrrd$/i.test(name);
  if (isSegmentation && volume.kind !== 'label')
    throw invalidOption('encodeNrrd', 'volume.kind', "'label' for a segmentation; write scans as .nrrd", volume.kind);
  const grid = toStored(isSegmentation ? { ...volume, data: labelsOf(volume.data, volume.source) } : volume);
  const layers = isSegmentation ? segmentLayers(volume, grid) : null;
  const data = layers?.data ?? grid.data;
  const { buffer, byteOffset, byteLength } = data;
  const raw = new Uint8Array(buffer, byteOffset, byteLength);
  const voxels = compressed ? await deflate(raw, 'gzip') : raw.slice();
  const lines = [
    ...headerLines({ ...grid, data }, layers?.count ?? null, compressed),
    ...(isSegmentation ? segmentLines(grid, volume.segments ?? [], layers) : []),
    ...(dataName ? [`data file: ${dataName.replace(/^.*[/\\]/, '')}`] : ['']),
  ];
  return joinVoxels(names, lines.map((line) => `${line}\n`).join(''), voxels);
}

/**
 * Returns the names of the files of an NRRD: the header and, of a `.nhdr`, its voxels.
 *
 * @throws OptionError if the name has another ending
 */
export function nrrdFiles(name: string, compressed = true): readonly string[] {
  const voxels = compressed ? 'raw.gz' : 'raw';
  return headerFileNames('encodeNrrd', name, { whole: 'nrrd', header: 'nhdr', voxels });
}

/** @param layers number of layers that each voxel has; `null`: it has one number */
function headerLines({ data, size, affine }: Grid, layers: number | null, compressed: boolean): string[] {
  const listed = (axis: string | number) => (layers === null ? '' : `${axis} `);
  const vectorOf = (column: number) => `(${affine.map((row) => row[column]).join(',')})`;
  return [
    'NRRD0004',
    `type: ${types[scalarTypeOf(data)]}`,
    `dimension: ${layers === null ? 3 : 4}`,
    'space: left-posterior-superior',
    `sizes: ${listed(layers ?? 1)}${size.join(' ')}`,
    `space directions: ${listed('none')}${[0, 1, 2].map(vectorOf).join(' ')}`,
    `kinds: ${listed('list')}domain domain domain`,
    'endian: little',
    `encoding: ${compressed ? 'gzip' : 'raw'}`,
    `space origin: ${vectorOf(3)}`,
  ];
}
