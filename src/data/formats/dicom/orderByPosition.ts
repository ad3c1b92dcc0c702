import { counted } from '../../../utils/counted';
import { CtFileError } from '../../ctFileError';
import { add, dot, norm, scale, type Vector, vector } from '../../vector';
import { nominalStep, type OrderedSlices, type Slice, sliceName } from './slices';
import { type Located, usualStep } from './usualStep';

/** Positions closer than this in mm count as equal. */
const samePlace = 0.01;

/** A slice and its position. */
interface Placed extends Located {
  readonly position: Vector;
}

/**
 * Orders slices by position along the normal; all must have one. Of slices at the same position, the one with the
 * lowest instance number is kept. Uneven spacing, shear and shifts are noted; the step is then the median.
 *
 * @throws CtFileError if more than half of the positions repeat
 */
export function orderByPosition(slices: readonly Slice[], normal: Vector): OrderedSlices {
  const placed = slices.map((slice) => {
    const position = vector(slice.place.position!);
    return { slice, position, along: dot(position, normal) };
  });
  const { kept, notes } = dropRepeated(placed);
  const ordered = kept.map(({ slice }) => slice);
  const [first, last] = [kept[0]!, kept.at(-1)!];
  if (kept.length === 1) {
    const nominal = nominalStep(first.slice);
    return {
      slices: ordered,
      origin: first.position,
      step: scale(normal, nominal.step),
      isUneven: false,
      places: null,
      notes: [...notes, ...nominal.notes],
    };
  }
  const direction = scale(add(last.position, first.position, -1), 1 / (last.along - first.along));
  const usual = usualStep(kept);
  return {
    slices: ordered,
    origin: first.position,
    step: scale(direction, usual.step),
    isUneven: usual.isUneven,
    places: usual.places,
    notes: [...notes, ...usual.notes, ...noteShear(direction, normal, usual.step), ...noteShifts(kept, direction)],
  };
}

/** Sorts slices along the normal and keeps one per position. */
function dropRepeated(placed: Placed[]): { kept: Placed[]; notes: string[] } {
  const places: Placed[][] = [];
  for (const slice of placed.sort((a, b) => a.along - b.along)) {
    const place = places.at(-1);
    if (place && slice.along - place[0]!.along < samePlace) place.push(slice);
    else places.push([slice]);
  }
  const repeated = places.filter(({ length }) => length > 1);
  if (repeated.length * 2 > places.length) throw repeatedPlaces(placed, places.length);
  const kept = places.map((place) => place.sort((a, b) => numberOf(a) - numberOf(b))[0]!);
  const notes = repeated.flatMap(([taken, ...others]) =>
    others.map(({ slice }) => `${sliceName(slice)} is skipped: it lies where ${sliceName(taken!.slice)} does`),
  );
  return { kept, notes };
}

function repeatedPlaces(placed: readonly Placed[], places: number): CtFileError {
  const what =
    places === 1
      ? 'have one position: it was lost, or they are several volumes of one slice'
      : `share ${places} positions, so they are several volumes (time points, echoes or reconstructions)`;
  const fix = [{ action: 'pass the files of one' }];
  return new CtFileError(placed[0]!.slice.file.name, `${counted(placed.length, 'slice')} ${what}`, { fix });
}

function numberOf({ slice }: Placed): number {
  return slice.header.instanceNumber ?? 0;
}

/** Notes if the step between slices does not run along the normal, as with a tilted gantry. */
function noteShear(direction: Vector, normal: Vector, step: number): string[] {
  const aside = norm(add(direction, normal, -1)) * step;
  if (aside < 0.01 * step) return [];
  return [`every slice is shifted by ${aside.toFixed(2)} mm against the one before, as with a tilted gantry`];
}

/** Notes if positions do not lie on one line. */
function noteShifts(kept: readonly Placed[], direction: Vector): string[] {
  const first = kept[0]!;
  const shifts = kept.map(({ position, along }) =>
    norm(add(add(position, first.position, -1), direction, first.along - along)),
  );
  const most = shifts.reduce((a, b) => Math.max(a, b));
  return most < 0.5 ? [] : [`slices are shifted against each other by up to ${most.toFixed(2)} mm`];
}
