import { groupBy } from '../../../../utils/groupBy';
import type { CtFile } from '../../../ctFile';
import type { OpenVolume } from '../../../openVolume';
import { requireVoxels } from '../../../requireVoxels';
import { toVolumeHeader } from '../../../toVolume';
import { unevenness } from '../../../unevenness';
import type { VolumeHeader } from '../../../volume';
import type { SegmentOptions } from '../../volumeFormat';
import { elementsOf } from '../elements';
import { gridNotes } from '../gridNotes';
import { guarded } from '../guarded';
import { headerOf } from '../header';
import type { ParsedDicom } from '../parse';
import { parseWhole } from '../readDicomHeader';
import { frameBox, requirePlace } from './frameBox';
import { frameOnGrid } from './frameOnGrid';
import { type MaskFrames, maskFramesOf } from './maskFrames';
import { type FrameToDraw, readLabels } from './readLabels';

/**
 * Opens a DICOM SEG as a label volume with the numbers of its segments: BINARY, FRACTIONAL (inside from half of the
 * maximum on) or LABELMAP, its frames in any order and only where it has any.
 *
 * @param options `segments` to read, and the `grid` to fill; without one, the mask covers its own frames
 * @throws CtFileError (the promise) if the file is broken, a segment is missing, or frames do not fit the grid or each
 * other
 */
export async function openSegmentation(
  file: CtFile,
  { segments = null, overlap = 'codes', grid = null }: SegmentOptions,
): Promise<OpenVolume> {
  const layout = { ...layoutOf(file.name, await parseWhole(file), segments, grid), overlap };
  return {
    header: layout.header,
    voxels: 'label',
    notes: layout.notes,
    readVolume: async () => ({ ...layout.header, ...(await readLabels(file.name, await parseWhole(file), layout)) }),
    readSlice: null,
  };
}

function layoutOf(
  file: string,
  parsed: ParsedDicom,
  wanted: readonly (string | number)[] | null,
  grid: VolumeHeader | null,
) {
  const image = headerOf(file, parsed);
  const notes: string[] = [];
  const mask = guarded(file, () =>
    maskFramesOf(
      elementsOf(parsed.data, file, (note) => notes.push(note)),
      image.frames.length,
      wanted,
      file,
    ),
  );
  const placed = mask.frames.map(({ index }) => requirePlace(image.frames[index]!, file));
  const box = grid ? null : frameBox(placed.length > 0 ? placed : [requirePlace(image.frames[0]!, file)], image);
  const { shape, spacing, affine, storedAs } = grid ?? toVolumeHeader(box!.geometry, 'label', file);
  const place = { shape, spacing, affine, storedAs, ...(grid ? unevenness(grid) : {}) };
  const header = { ...place, kind: 'label', source: file, segments: mask.segments } as const;
  const voxels = shape.reduce((product, length) => product * length, 1);
  requireVoxels(file, voxels);
  const source = grid?.source ?? 'the other frames';
  const frames: FrameToDraw[] = mask.frames.map(({ index, segment }, i) => ({
    ...{ index, segment },
    ...frameOnGrid(placed[i]!, image, { ...header, source }, index),
  }));
  notes.push(
    ...(grid ? [...gridNotes(grid), ...sparseNotes(frames, source)] : box!.notes),
    ...notesOn(mask, frames, source),
  );
  return { header, frames, mask, image, notes, source };
}

function notesOn({ type, inside }: MaskFrames, frames: readonly FrameToDraw[], source: string): string[] {
  const between = frames.filter(({ isBetween }) => isBetween).length;
  return [
    ...(type === 'FRACTIONAL'
      ? [`the segmentation is FRACTIONAL: voxels of at least ${inside} of ${2 * inside}, a half, are labelled`]
      : []),
    ...(between > 0
      ? [`frames between slices of ${source} are taken for those of the nearest: ${between} of ${frames.length}`]
      : []),
  ];
}

/** Fewest slices of a segment that show a rhythm: two may be separate regions. */
const leastSparse = 3;

/** Notes segments whose frames skip slices throughout, as masks of thicker slices than the scan's do. */
function sparseNotes(frames: readonly FrameToDraw[], source: string): string[] {
  return [...groupBy(frames, ({ segment }) => segment)].flatMap(([segment, own]) => {
    const slices = [...new Set(own.map(sliceOf))].sort((a, b) => a - b);
    const apart = slices.slice(1).reduce((least, slice, i) => Math.min(least, slice - slices[i]!), Infinity);
    if (slices.length < leastSparse || apart === 1) return [];
    return [
      `${segment?.name ?? 'the mask'}: its frames are at least ${apart} slices of ${source} apart, and the slices between them are background`,
    ];
  });
}

/** Index of the grid's slice that a frame lies on. */
function sliceOf({ first, perColumn, perRow }: FrameToDraw): number {
  const across = [0, 1, 2].find((axis) => perColumn[axis] === 0 && perRow[axis] === 0)!;
  return first[across]!;
}
