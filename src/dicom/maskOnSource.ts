import { labelsOf } from '../data/labels/labelsOf';
import { isIn } from '../data/labels/maskCodes';
import { requireVolume } from '../data/requireVolume';
import { placeOnGrid } from '../data/segments/placeOnGrid';
import { toStored } from '../data/toVolume';
import type { Volume, VoxelArray } from '../data/volume';
import { invalidOption } from '../utils/errors';
import type { DicomSegment, MaskSettings } from './maskOptions';
import { readSourceSeries, type SourceSeries } from './sourceSeries';
import { requireText } from './write/requireText';

/** A mask on the slices of its scan. */
export interface MaskOnSource {
  readonly series: SourceSeries;
  /** Labels of the slices, in the order and the axes of the files. */
  readonly slices: readonly VoxelArray[];
  /** The same for one segment, whose value is in all its voxels: regions of a mask with `codes` may overlap. */
  readonly slicesOf: (segment: DicomSegment) => readonly VoxelArray[];
  /** Segments in ascending order of their values. */
  readonly segments: readonly DicomSegment[];
}

/**
 * Brings a mask onto the slices of its scan.
 *
 * @throws OptionError if it is not a mask, or has values without a segment
 * @throws CtFileError (the promise) if the scan cannot be read, or the mask has other voxels
 */
export async function maskOnSource(owner: string, mask: Volume, settings: MaskSettings): Promise<MaskOnSource> {
  requireVolume(owner, mask);
  if (mask.kind !== 'label') throw invalidOption(owner, 'mask.kind', "'label'", mask.kind);
  const { codes: _placedApart, ...plain } = mask;
  const labels = { ...plain, data: labelsOf(mask.data, mask.source) };
  const values = [...new Set(labels.data)].filter((value) => value > 0).sort((a, b) => a - b);
  const segments = settings.segments ?? mask.segments ?? (values.length > 0 ? values : [1]).map(unnamed);
  const extra = values.find((value) => !segments.some((segment) => segment.value === value));
  if (extra !== undefined)
    throw invalidOption(owner, 'segments', `one segment for each value of the mask, ${values.join(', ')}`, segments, {
      action: `name the segment of value ${extra} in \`segments\``,
    });
  for (const { name } of segments) requireText(owner, 'segments.name', name);
  const series = await readSourceSeries(settings.source, settings);
  const onSlices = (data: VoxelArray): VoxelArray[] => {
    const stored = toStored(placeOnGrid({ ...labels, data }, series.grid)).data;
    const voxels = series.rows * series.columns;
    return series.slices.map((_, z) => stored.subarray(z * voxels, (z + 1) * voxels));
  };
  const slices = onSlices(labels.data);
  return {
    series,
    slices,
    slicesOf: regionSlices(mask, onSlices) ?? (() => slices),
    segments: segments.toSorted((a, b) => a.value - b.value),
  };
}

/** For a mask of regions that may overlap: the slices of each segment by itself; `null` for other masks. */
function regionSlices(
  { codes, segments }: Volume,
  onSlices: (data: VoxelArray) => VoxelArray[],
): MaskOnSource['slicesOf'] | null {
  if (!codes || !segments) return null;
  const coded = onSlices(codes);
  return ({ value }) => {
    const bit = segments.findIndex((segment) => segment.value === value);
    const isInside = (code: number) => bit >= 0 && isIn({ regions: true }, code, bit);
    return coded.map((slice) => Uint16Array.from(slice, (code) => (isInside(code) ? value : 0)));
  };
}

const unnamed = (value: number): DicomSegment => ({ value, name: `Segment ${value}` });
