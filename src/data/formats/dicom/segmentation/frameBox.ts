import { counted } from '../../../../utils/counted';
import { CtFileError } from '../../../ctFileError';
import type { Geometry } from '../../../orientation';
import { affineFrom } from '../../../stored/affineFrom';
import { add, cross, dot, scale, vector } from '../../../vector';
import type { DicomFrame } from '../frames';
import type { DicomHeader } from '../header';

/** Positions closer than this in mm count as equal. */
const samePlace = 0.01;

/** Deviation of a gap from a multiple of the step, in steps, that rounding explains. */
const rounding = 0.1;

/** Most slices of a box, with empty ones between frames. */
const mostSlices = 4096;

/** A frame with all that places it in the patient. */
export type PlacedFrame = DicomFrame & { readonly [Part in 'position' | 'orientation' | 'spacing']: readonly number[] };

/** Most voxels of a box that its frames fill sparsely: 1024 slices of 512 × 512; and most voxels of it for each of theirs. */
const mostSparse = { voxels: 2 ** 28, perStored: 64 };

/** @throws CtFileError if a frame has no place in the patient */
export function requirePlace(frame: DicomFrame, file: string): PlacedFrame {
  const { position, orientation, spacing } = frame;
  if (position && orientation && spacing) return { ...frame, position, orientation, spacing };
  throw new CtFileError(
    file,
    'the frames of a segmentation must have a position, an orientation and a spacing in the patient; those of microscopy have none and are not read',
  );
}

/**
 * Computes the smallest grid that holds all frames, with empty slices where frames are missing.
 *
 * @param frames at least one, in any order; the first gives orientation and spacing
 * @throws CtFileError if the grid would have too many slices, or be nearly empty and large
 */
export function frameBox(
  frames: readonly PlacedFrame[],
  { file, rows, columns, spacingBetweenSlices, sliceThickness }: DicomHeader,
): { geometry: Geometry; notes: readonly string[] } {
  const { orientation, spacing } = frames[0]!;
  const [alongRow, alongColumn] = [vector(orientation), vector(orientation, 3)];
  const normal = cross(alongRow, alongColumn);
  const places = frames.map(({ position }) => ({ position, along: dot(vector(position), normal) }));
  places.sort((a, b) => a.along - b.along);
  const [first, last] = [places[0]!, places.at(-1)!];
  const gaps = places
    .slice(1)
    .flatMap(({ along }, i) => (along - places[i]!.along > samePlace ? along - places[i]!.along : []));
  const nominal = [spacingBetweenSlices, sliceThickness].find((length) => length !== null && length > 0);
  const step = gaps.length > 0 ? stepOf(gaps, spacingBetweenSlices) : (nominal ?? 1);
  const steps = Math.round((last.along - first.along) / step);
  if (!(steps < mostSlices))
    throw new CtFileError(
      file,
      `frames ${(last.along - first.along).toFixed(1)} mm apart in steps of ${step.toFixed(3)} mm span ${steps + 1} slices; at most ${mostSlices} are read`,
    );
  const voxels = rows * columns * (steps + 1);
  if (voxels > Math.max(mostSparse.voxels, mostSparse.perStored * rows * columns * frames.length))
    throw new CtFileError(
      file,
      `${counted(frames.length, 'frame')} of ${rows} × ${columns} voxels would make a mask of ${steps + 1} slices, nearly all empty`,
      { fix: [{ action: "give the scan's header in `grid`" }] },
    );
  const up = steps > 0 ? scale(add(vector(last.position), vector(first.position), -1), 1 / steps) : scale(normal, step);
  const affine = affineFrom(
    file,
    [scale(alongRow, spacing[1]!), scale(alongColumn, spacing[0]!), up],
    vector(first.position),
  );
  const notes = gaps.length === 0 && nominal === undefined ? ['no slice thickness is given: 1 mm is assumed'] : [];
  return { geometry: { size: [columns, rows, steps + 1], affine }, notes };
}

/** The spacing in the header, if it divides the smallest gap; else the mean of the gaps near that. */
function stepOf(gaps: readonly number[], spacing: number | null): number {
  const smallest = gaps.reduce((a, b) => Math.min(a, b));
  const times = Math.round(smallest / (spacing || Infinity));
  if (spacing !== null && spacing > 0 && times >= 1 && Math.abs(smallest / spacing - times) <= rounding) return spacing;
  const near = gaps.filter((gap) => gap < 1.5 * smallest);
  return near.reduce((sum, gap) => sum + gap, 0) / near.length;
}
