import { requireOneOf } from '../../../utils/check';
import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { requireFiles } from '../../requireFiles';
import { toVolume } from '../../toVolume';
import type { Volume, VoxelKind } from '../../volume';
import { findImages } from './findImages';
import { openSlices } from './readDicomSlice';
import type { Slice } from './slices';
import { stackSlices } from './stackSlices';

/** Options of {@link readDicomSeries}. */
export interface DicomSeriesOptions {
  /** Which series, where the files are of several; `null` if they are of one. @defaultValue `null` */
  seriesUid?: string | null;
  /** Whether the values are Hounsfield units or labels, to which padding does not apply. @defaultValue `'hu'` */
  kind?: VoxelKind;
}

/** A series, and what a user should know about how it was read. */
export interface DicomSeries {
  readonly volume: Volume;
  /** Files passed over, slices that are missing or come twice, shear, whatever had to be assumed. */
  readonly notes: readonly string[];
}

/** Most voxels of a volume. */
const mostVoxels = 2 ** 30;

/**
 * Reads the slices of a series, or the frames of a multi-frame file (Enhanced CT too), as a volume.
 *
 * Slices are ordered by their position along the normal, or by instance number where positions are missing. The affine
 * comes from the first slice's place and the usual step; where slices are missing or steps uneven, voxels lie elsewhere
 * than it says, and a note tells so. Each slice is scaled by its own slope and intercept.
 *
 * Files that hold no CT slice are passed over with a note: empty ones, other than DICOM, reports, a DICOMDIR, scouts,
 * pictures in colour, copies. A broken file is an error, as is everything that leaves open what volume is meant.
 *
 * Allocated are at most the volume of 2³⁰ voxels (twice, if it must be turned or become floats), and what
 * {@link readDicomSlice} needs for one file; nothing is allocated for the volume before its first slice is decoded.
 *
 * @param files in any order, as from a folder; headers are read first, then one file after the other
 * @throws CtFileError (the promise) if there is no image; if series are mixed (it lists them), places repeat (4D), or
 *   sizes, orientations or spacings differ; and as {@link readDicomSlice} throws
 * @throws RangeError (the promise) if there are no files; TypeError if it is no list of files
 */
export async function readDicomSeries(
  files: readonly CtFile[],
  { seriesUid = null, kind = 'hu' }: DicomSeriesOptions = {},
): Promise<DicomSeries> {
  requireOneOf('readDicomSeries', 'kind', kind, ['hu', 'label']);
  requireFiles('readDicomSeries', files);
  const found = await findImages(files, seriesUid);
  const { slices, affine, notes } = stackSlices(found.images);
  const { file, header } = slices[0]!;
  const size = [header.columns, header.rows, slices.length] as const;
  const data = await readVoxels(slices, kind);
  const isCt = kind === 'label' || header.modality === 'CT';
  const modality = isCt ? [] : [`the modality is ${header.modality}, not CT: values may be no Hounsfield units`];
  return {
    volume: toVolume({ data, size, affine }, kind, file.name),
    notes: [...found.notes, ...modality, ...notes],
  };
}

/** Decodes file after file; the voxels become floats when the first slice of floats comes. */
async function readVoxels(slices: readonly Slice[], kind: VoxelKind): Promise<Int16Array | Float32Array> {
  const indices = new Map<CtFile, number[]>(slices.map(({ file }) => [file, []]));
  for (const [index, { file }] of slices.entries()) indices.get(file)!.push(index);
  let voxels: Int16Array | Float32Array | null = null;
  for (const [file, places] of indices) {
    const { readFrame } = await openSlices(file, kind);
    for (const index of places) {
      const values = await readFrame(slices[index]!.frame);
      voxels ??= allocate(file, values, slices.length);
      if (voxels instanceof Int16Array && values instanceof Float32Array) voxels = Float32Array.from(voxels);
      voxels.set(values, index * values.length);
    }
  }
  return voxels!;
}

function allocate({ name }: CtFile, slice: Int16Array | Float32Array, depth: number): Int16Array | Float32Array {
  const length = slice.length * depth;
  if (length > mostVoxels)
    throw new CtFileError(name, `volumes of at most ${mostVoxels} voxels are read; received ${length}`);
  return slice instanceof Int16Array ? new Int16Array(length) : new Float32Array(length);
}
