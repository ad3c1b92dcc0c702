import { labelsOf } from '../data/labels/labelsOf';
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
  const labels = { ...mask, data: labelsOf(mask.data, mask.source) };
  const values = [...new Set(labels.data)].filter((value) => value > 0).sort((a, b) => a - b);
  const segments = settings.segments ?? mask.segments ?? (values.length > 0 ? values : [1]).map(unnamed);
  const extra = values.find((value) => !segments.some((segment) => segment.value === value));
  if (extra !== undefined)
    throw invalidOption(owner, 'segments', `one segment for each value of the mask, ${values.join(', ')}`, segments, {
      action: `name the segment of value ${extra} in \`segments\``,
    });
  for (const { name } of segments) requireText(owner, 'segments.name', name);
  const series = await readSourceSeries(settings.source, settings);
  const { data } = toStored(placeOnGrid(labels, series.grid));
  const voxels = series.rows * series.columns;
  return {
    series,
    slices: series.slices.map((_, z) => data.subarray(z * voxels, (z + 1) * voxels)),
    segments: segments.toSorted((a, b) => a.value - b.value),
  };
}

const unnamed = (value: number): DicomSegment => ({ value, name: `Segment ${value}` });
