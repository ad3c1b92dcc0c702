import type { CtFile } from '../../../ctFile';
import { CtFileError } from '../../../ctFileError';
import type { OpenVolume } from '../../../openVolume';
import { chooseSegments } from '../../../segments/chooseSegments';
import { mergeSegments, type SegmentOverlap } from '../../../segments/mergeSegments';
import { unevenness } from '../../../unevenness';
import type { VolumeHeader } from '../../../volume';
import type { SegmentOptions } from '../../volumeFormat';
import { type Elements, elementsOf } from '../elements';
import { gridNotes } from '../gridNotes';
import { guarded } from '../guarded';
import { parseWhole } from '../readDicomHeader';
import { openDicomSeries } from '../readDicomSeries';
import { type ContoursOnSlices, contoursOnSlices } from './contoursOnSlices';
import { fillEvenOdd } from './fillEvenOdd';
import { type Roi, roisOf } from './roi';

/**
 * Opens a DICOM RTSTRUCT as a label volume with the numbers of its regions: a voxel belongs to a region if its centre
 * lies inside an odd number of the region's closed contours.
 *
 * @param others files beside it; without `grid`, the DICOM series among them that the contours were drawn on
 * @param options `segments` to read, and the `grid` to fill
 * @throws CtFileError (the promise) if there is no grid, the file is broken, a region is missing, or no contour lies in
 * the scan
 */
export async function openStructures(
  file: CtFile,
  others: readonly CtFile[],
  { segments = null, overlap = 'codes', grid = null }: SegmentOptions,
): Promise<OpenVolume> {
  const { data } = await parseWhole(file);
  const notes: string[] = [];
  const note = (text: string) => notes.push(text);
  const elements = elementsOf(data, file.name, note);
  const rois = guarded(file.name, () => chooseSegments(roisOf(elements, file.name, note), segments, file.name));
  const target = grid ?? (await gridAmong(file, others, elements));
  notes.push(...gridNotes(target));
  const regions = guarded(file.name, () => placedRegions(rois, target, file.name, note));
  const header = headerOn(target, file.name, rois);
  return {
    header,
    voxels: 'label',
    notes,
    readVolume: async () => ({ ...header, ...draw(regions, header, overlap) }),
    readSlice: null,
  };
}

interface Region {
  readonly roi: Roi;
  readonly bySlice: ContoursOnSlices;
}

function placedRegions(rois: readonly Roi[], grid: VolumeHeader, file: string, note: (text: string) => void): Region[] {
  let outside = 0;
  const regions = rois.map((roi) => {
    const placed = contoursOnSlices(roi.readContours(note), grid, roi.name, note);
    outside += placed.outside;
    return { roi, bySlice: placed.bySlice };
  });
  if (outside > 0 && regions.every(({ bySlice }) => bySlice.size === 0))
    throw new CtFileError(file, `no contour lies in ${grid.source}; give the scan on which they were drawn`);
  return regions;
}

function draw(
  regions: readonly Region[],
  { shape: [depth, height, width], segments, source }: VolumeHeader,
  overlap: SegmentOverlap,
) {
  const merged = mergeSegments(depth * height * width, segments ?? [], overlap, source);
  for (const { roi, bySlice } of regions)
    for (const [slice, contours] of bySlice)
      fillEvenOdd(contours, width, height, (column, row) => merged.paint((slice * height + row) * width + column, roi));
  return merged.labels();
}

function headerOn(grid: VolumeHeader, source: string, rois: readonly Roi[]): VolumeHeader {
  const { shape, spacing, affine, storedAs } = grid;
  const segments = rois.map(({ value, name, color }) => ({ value, name, color }));
  return { shape, spacing, affine, storedAs, ...unevenness(grid), kind: 'label', source, segments };
}

/** The grid of the series that the contours refer to, or else of the only one. */
async function gridAmong(file: CtFile, others: readonly CtFile[], elements: Elements): Promise<VolumeHeader> {
  if (others.length === 0)
    throw new CtFileError(file.name, 'contours (RTSTRUCT) are in mm and need the voxels of their scan', {
      fix: [{ action: "pass the scan's DICOM files too" }, { action: "give the scan's header in `grid`" }],
    });
  const seriesUid = guarded(file.name, () =>
    elements
      .item('ReferencedFrameOfReferenceSequence')
      ?.item('RTReferencedStudySequence')
      ?.item('RTReferencedSeriesSequence')
      ?.text('SeriesInstanceUID'),
  );
  return (await openDicomSeries(others, { seriesUid: seriesUid ?? null })).header;
}
