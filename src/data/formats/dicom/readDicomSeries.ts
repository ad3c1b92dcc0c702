import { requireInteger, requireKnown, requireOneOf } from '../../../utils/check';
import type { CtFile } from '../../ctFile';
import { labelsOf } from '../../labels/labelsOf';
import type { OpenVolume } from '../../openVolume';
import { axisCodes } from '../../orientation';
import { requireFiles } from '../../requireFiles';
import { requireVoxels } from '../../requireVoxels';
import { toVolume, toVolumeHeader } from '../../toVolume';
import type { Affine, Volume, VolumeHeader, VoxelKind } from '../../volume';
import { findImages } from './findImages';
import { openSlices } from './readDicomSlice';
import { scaleNotes } from './scaleNotes';
import type { Slice } from './slices';
import { stackSlices } from './stackSlices';

/** Options of {@link readDicomSeries}. */
export interface DicomSeriesOptions {
  /** Series to read if the files contain several. `null`: they contain one. @defaultValue `null` */
  seriesUid?: string | null;
  /**
   * AcquisitionNumber of the volume to read if a series holds several at one place, such as phases of contrast agent.
   * `null`: it holds one. @defaultValue `null`
   */
  acquisition?: number | null;
  /**
   * Meaning of the values: Hounsfield units, or labels, which must be whole numbers of at least 0 and to which padding
   * does not apply. @defaultValue `'hu'`
   */
  kind?: VoxelKind;
}

/** A series, and notes on how it was read. */
export interface DicomSeries {
  readonly volume: Volume;
  /** Skipped files, missing or duplicate slices, shear, and all assumptions. */
  readonly notes: readonly string[];
}

/**
 * Reads the slices of a series, or the frames of a multi-frame file (including Enhanced CT), as a volume.
 *
 * Slices are ordered by position along the normal, or by instance number if positions are missing. The affine follows
 * from the first slice's position and the typical step; where slices are missing or unevenly spaced, voxels deviate
 * from it, and a note says so. Each slice is scaled by its own slope and intercept.
 *
 * Files without a CT slice are skipped with a note: empty files, other formats, reports, a DICOMDIR, scouts, colour
 * images, duplicates. A broken file is an error, as is everything that makes the volume ambiguous.
 *
 * Memory is limited to a volume of 2³⁰ voxels (twice, if it must be reoriented or converted to floats), plus what
 * {@link readDicomSlice} needs for one file; the volume is allocated only after its first slice is decoded. Options:
 * {@link DicomSeriesOptions}.
 *
 * @param files in any order, as from a folder; headers are read first, then file by file
 * @throws CtFileError (the promise) if there is no image; if series are mixed (the message lists them), positions
 * repeat (4D), or sizes, orientations or spacings differ; and as {@link readDicomSlice} does
 * @throws OptionError (the promise) if there are no files, or it is not a list of files
 * @example
 * ```ts no-run
 * import { readDicomSeries } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const { volume, notes } = await readDicomSeries(await ctFiles('scans/patient-1'));
 * console.log(volume.shape, volume.spacing, notes); // [120, 512, 512] [2.5, 0.7, 0.7] []
 * ```
 */
export async function readDicomSeries(
  files: readonly CtFile[],
  options: DicomSeriesOptions = {},
): Promise<DicomSeries> {
  const { readVolume, notes } = await openDicomSeries(files, options);
  return { volume: await readVolume(), notes };
}

/** Reads all headers of what {@link readDicomSeries} reads. */
export async function openDicomSeries(
  files: readonly CtFile[],
  { seriesUid = null, acquisition = null, kind = 'hu', ...others }: DicomSeriesOptions = {},
): Promise<OpenVolume> {
  requireKnown<DicomSeriesOptions>('readDicomSeries', others, { seriesUid, acquisition, kind });
  requireOneOf('readDicomSeries', 'kind', kind, ['hu', 'label']);
  if (acquisition !== null) requireInteger('readDicomSeries', 'acquisition', acquisition, -Infinity);
  requireFiles('readDicomSeries', files);
  const found = await findImages(files, { seriesUid, acquisition });
  const { slices, affine, isUneven, places, notes } = stackSlices(found.images);
  const { file, header } = slices[0]!;
  const geometry = { size: [header.columns, header.rows, slices.length], affine } as const;
  const uneven = isUneven ? { isUneven, ...slicePlaces(places, affine) } : {};
  return {
    header: { ...toVolumeHeader(geometry, kind, file.name), ...uneven },
    voxels: kind,
    notes: [...found.notes, ...(kind === 'hu' ? scaleNotes(slices) : []), ...notes],
    readVolume: async () => {
      const values = await readVoxels(slices, kind);
      const data = kind === 'label' ? labelsOf(values, file.name) : values;
      return { ...toVolume({ data, ...geometry }, kind, file.name), ...uneven };
    },
    readSlice: null,
  };
}

/** The places in the order of a volume's slices; none if these run along another axis of it. */
function slicePlaces(places: readonly number[] | null, affine: Affine): Pick<VolumeHeader, 'slicePlaces'> {
  const code = axisCodes(affine)[2];
  if (places === null || (code !== 'S' && code !== 'I')) return {};
  return { slicePlaces: code === 'S' ? places : places.map((place) => places.length - 1 - place).reverse() };
}

/** Decodes file by file; the voxels become floats with the first slice of floats. */
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
  requireVoxels(name, length);
  return slice instanceof Int16Array ? new Int16Array(length) : new Float32Array(length);
}
