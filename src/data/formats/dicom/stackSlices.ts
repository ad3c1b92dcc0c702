import { show } from '../../../utils/errors';
import { CtFileError } from '../../ctFileError';
import { cross, scale, vector } from '../../vector';
import type { Affine } from '../../volume';
import type { ImageFile } from './imageFile';
import { orderByNumber } from './orderByNumber';
import { orderByPosition } from './orderByPosition';
import { placeByNumber } from './placeByNumber';
import { type OrderedSlices, type Slice, sliceName } from './slices';

/** Ordered slices of a series, and their position in the patient. */
interface SliceStack extends Pick<OrderedSlices, 'slices' | 'isUneven' | 'places' | 'notes'> {
  /** Maps the indices (column, row, slice) to (left, back, head) in mm. */
  readonly affine: Affine;
}

/** Tolerance of directions (cosines) and spacings (relative), as decimals are rounded. */
const tolerance = 2e-3;

/**
 * Orders all frames of a series by position along the normal, or by SliceLocation or instance number if none has one.
 *
 * @throws CtFileError if sizes, orientations or spacings differ, or if positions repeat throughout (4D)
 */
export function stackSlices(images: readonly ImageFile[]): SliceStack {
  const frames = images.flatMap((image) => image.header.frames.map((place, frame) => ({ ...image, frame, place })));
  const isPlaced = frames.some(({ place }) => place.position !== null);
  const { slices, notes: placeNotes } = isPlaced ? placeByNumber(frames) : { slices: frames, notes: [] };
  for (const slice of slices) requireAlike(slice, slices[0]!);

  const { orientation, spacing } = slices[0]!.place;
  const notes: string[] = [];
  if (!orientation) notes.push('no orientation is given: rows are assumed to run to the left, columns to the back');
  if (!spacing) notes.push('no pixel spacing is given: 1 mm is assumed');
  const [alongRow, alongColumn] = [vector(orientation ?? [1, 0, 0]), vector(orientation ?? [0, 0, 0, 0, 1, 0], 3)];
  const normal = cross(alongRow, alongColumn);
  const ordered = isPlaced ? orderByPosition(slices, normal) : orderByNumber(slices, normal);

  const [rowStep, columnStep] = spacing ?? [1, 1];
  const columns = [scale(alongRow, columnStep!), scale(alongColumn, rowStep!), ordered.step, ordered.origin] as const;
  const affineRow = (axis: 0 | 1 | 2) =>
    [columns[0][axis], columns[1][axis], columns[2][axis], columns[3][axis]] as const;
  return {
    slices: ordered.slices,
    isUneven: ordered.isUneven,
    places: ordered.places,
    affine: [affineRow(0), affineRow(1), affineRow(2)],
    notes: [...placeNotes, ...notes, ...ordered.notes],
  };
}

function requireAlike(slice: Slice, first: Slice): void {
  const differ = (what: string, received: unknown, expected: unknown) =>
    new CtFileError(
      slice.file.name,
      `the slices of a series must have the same ${what}; ${sliceName(first)} has ${show(expected)}, ` +
        `${sliceName(slice)} ${show(received)}`,
    );
  const size = ({ header }: Slice) => [header.rows, header.columns];
  if (show(size(slice)) !== show(size(first))) throw differ('rows and columns', size(slice), size(first));
  const { orientation, spacing } = slice.place;
  if (!areClose(orientation, first.place.orientation, 1))
    throw differ('orientation', orientation, first.place.orientation);
  if (!areClose(spacing, first.place.spacing, first.place.spacing?.[0] ?? 1))
    throw differ('spacing', spacing, first.place.spacing);
}

function areClose(a: readonly number[] | null, b: readonly number[] | null, unit: number): boolean {
  if (!a || !b) return a === b;
  return a.every((value, i) => Math.abs(value - b[i]!) <= tolerance * unit);
}
