import { requireKnown, requireOneOf } from '../../../utils/check';
import type { CtFile } from '../../ctFile';
import type { OpenVolume } from '../../openVolume';
import { chooseSegments } from '../../segments/chooseSegments';
import { onGrid } from '../../segments/onGrid';
import { openStored } from '../../stored/openStored';
import { pickHeader } from '../../stored/pickHeader';
import { readStoredNumbers } from '../../stored/readStored';
import type { Volume, VolumeHeader, VoxelArray, VoxelKind } from '../../volume';
import type { SegmentOptions } from '../volumeFormat';
import { type NrrdImage, notAVolume, nrrdImageOf } from './nrrdImageOf';
import { drawSegments, requireSegments, type SegmentChoice, segmentsOf } from './nrrdSegments';
import { readSizes } from './nrrdValues';
import { type NrrdHeader, parseNrrdHeader } from './parseNrrdHeader';

/** Options of {@link readNrrd}. */
export interface ReadNrrdOptions extends SegmentOptions {
  /** Meaning of the voxels. @defaultValue `'label'` if the file describes segments, else `'hu'` */
  kind?: VoxelKind;
}

/**
 * Reads an NRRD: a `.nrrd` file, or a `.nhdr` file passed together with its data; of `.seg.nrrd` files of 3D Slicer the
 * segments too.
 *
 * Supports all types of integers and floats (64-bit integers become 32-bit), both byte orders, raw and gzipped data,
 * in one file or several. The position comes from space directions and space origin in a space of the patient
 * (left-posterior-superior, right-anterior-superior or left-anterior-superior); notes list what a header leaves out. A data
 * file is looked up by name in the header's folder or below, or by its name alone; excess data are ignored.
 *
 * In `.seg.nrrd` files, each voxel is the label value of its segment, and `volume.segments` has the names. If label
 * values repeat from layer to layer, segments are numbered from 1. If segments overlap, `volume.codes` has a bit for each, and
 * voxels the label of the last. Options: {@link ReadNrrdOptions}.
 *
 * @throws CtFileError if a file is damaged, missing, outside the header's folder or not a CT volume; if more
 * than 7 segments are read and some overlap, or `overlap` forbids it; if `grid` does not fit. However wrong the header, memory is limited to
 * what the voxels in the files need (for gzipped data, 1032 times their size), and at most 2 GiB are read
 * @throws OptionError if there are no files, or it is not a list of files
 * @example
 * ```ts
 * import { ctFile, encodeNrrd, phantomDataSet, readNrrd, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 2, size: 32 }).patients;
 * const { labels } = await scanVolume(patient!.scans[0]!);
 * const liver = { ...labels, segments: [{ value: 1, name: 'liver', color: null }] };
 * const [file] = await encodeNrrd(liver, 'liver.seg.nrrd');
 * const volume = await readNrrd([ctFile(file!.name, file!.bytes)], { segments: ['liver'] });
 * console.log(volume.shape, volume.segments![0]!.name); // [2, 32, 32] liver
 * ```
 */
export async function readNrrd(files: readonly CtFile[], options?: ReadNrrdOptions): Promise<Volume> {
  return (await openNrrd(files, options)).readVolume();
}

/**
 * Reads everything that {@link readNrrd} returns except the voxels. The data files must be present all the same.
 *
 * @example
 * ```ts no-run
 * import { readNrrdHeader } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const { segments } = await readNrrdHeader(await ctFiles('scans/organs.seg.nrrd'));
 * console.log(segments?.map(({ name }) => name)); // ['liver', 'spleen']
 * ```
 */
export async function readNrrdHeader(files: readonly CtFile[], options?: ReadNrrdOptions): Promise<VolumeHeader> {
  return (await openNrrd(files, options)).header;
}

/**
 * Opens an NRRD like {@link readNrrd}, to read it slice by slice.
 *
 * @example
 * ```ts no-run
 * import { openNrrd } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const { header, readSlice, readVolume } = await openNrrd(await ctFiles('scans/scan.nhdr'));
 * const middle = header.shape[0] >> 1;
 * const slice = readSlice ? await readSlice(middle) : (await readVolume()).data; // null for gzipped voxels
 * console.log(slice.length);
 * ```
 */
export async function openNrrd(
  files: readonly CtFile[],
  { kind, segments, overlap = 'codes', grid, ...others }: ReadNrrdOptions = {},
): Promise<OpenVolume> {
  requireKnown<ReadNrrdOptions>('openNrrd', others, { kind, segments, overlap, grid });
  if (kind) requireOneOf('openNrrd', 'kind', kind, ['hu', 'label']);
  const file = pickHeader('readNrrd', files, /\.n(rrd|hdr)$/i, '….nrrd or ….nhdr');
  const header = await parseNrrdHeader(file);
  const stored = await nrrdImageOf(header, file, files);
  const all = kind === 'hu' ? [] : segmentsOf(header, stored.layers);
  if (all.length > 0) {
    const opened = openSegments(stored, { all, chosen: chooseSegments(all, segments, file.name), overlap });
    return grid ? onGrid(opened, grid) : { ...opened, notes: [...opened.notes, ...partNotes(header)] };
  }
  if (stored.layers > 1) throw notAVolume(header, readSizes(header));
  if (segments && kind === 'label') chooseSegments([], segments, file.name);
  return onGrid(openStored(stored.image, kind ?? 'hu'), grid);
}

/** Opens a segmentation; where all segments lie in one layer, their voxels are those of the file. */
function openSegments(stored: NrrdImage, choice: SegmentChoice): OpenVolume {
  const { image, layers } = stored;
  const { all, chosen } = choice;
  const isPlain =
    layers === 1 && chosen.length === all.length && all.every((segment) => segment.value === segment.stored);
  const length = image.dims.reduce((product, dim) => product * dim, layers);
  const draw = async () => drawSegments(await readStoredNumbers({ ...image, dims: [length] }), stored, choice);
  const opened = openStored(image, 'label', isPlain ? null : draw);
  const { readSlice } = opened;
  const checked = (labels: VoxelArray) => (isPlain ? requireSegments(labels, all, image.source) : labels);
  const segments = chosen.map(({ value, name, color }) => ({ value, name, color }));
  return {
    ...opened,
    header: { ...opened.header, segments },
    readVolume: async () => {
      const volume = await opened.readVolume();
      return { ...volume, data: checked(volume.data), segments };
    },
    readSlice: readSlice && (async (z) => checked(await readSlice(z))),
  };
}

function partNotes({ name, pairs }: NrrdHeader): readonly string[] {
  const offset = pairs.get('Segmentation_ReferenceImageExtentOffset') ?? '0 0 0';
  if (/^[0\s]*$/.test(offset)) return [];
  return [
    `${name}: the segmentation begins at voxel ${offset} of its scan and may cover a part of it; \`grid\` fills the rest with background`,
  ];
}
