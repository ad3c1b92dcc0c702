import { CtFileError } from '../../ctFileError';
import { add, dot, norm, scale, type Vector, vector } from '../../vector';
import { nominalStep, type OrderedSlices, type Slice, sliceName } from './slices';

/** Positions that are nearer than this in mm are one. */
const samePlace = 0.01;

/** A slice and where it lies. */
interface Placed {
  readonly slice: Slice;
  readonly position: Vector;
  /** Place along the normal in mm. */
  readonly along: number;
}

/**
 * Slices by their positions along the normal, all of which have one. Of slices at the same place the one with the lowest
 * instance number is taken. Uneven steps, shear and shifts are noted; the step is then the usual one.
 *
 * @throws CtFileError if more than half of the places come repeatedly
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
      notes: [...notes, ...nominal.notes],
    };
  }
  const direction = scale(add(last.position, first.position, -1), 1 / (last.along - first.along));
  const usual = usualStep(kept);
  return {
    slices: ordered,
    origin: first.position,
    step: scale(direction, usual.step),
    notes: [...notes, ...usual.notes, ...noteShear(direction, normal, usual.step), ...noteShifts(kept, direction)],
  };
}

/** Slices along the normal, one for each place. */
function dropRepeated(placed: Placed[]): { kept: Placed[]; notes: string[] } {
  const places: Placed[][] = [];
  for (const slice of placed.sort((a, b) => a.along - b.along)) {
    const place = places.at(-1);
    if (place && slice.along - place[0]!.along < samePlace) place.push(slice);
    else places.push([slice]);
  }
  const repeated = places.filter(({ length }) => length > 1);
  if (repeated.length * 2 > places.length)
    throw new CtFileError(
      placed[0]!.slice.file.name,
      `${placed.length} slices lie at ${places.length} places: a series over time (4D) is not read; hand over the ` +
        'files of one time',
    );
  const kept = places.map((place) => place.sort((a, b) => numberOf(a) - numberOf(b))[0]!);
  const notes = repeated.flatMap(([taken, ...others]) =>
    others.map(({ slice }) => `${sliceName(slice)} is passed over: it lies where ${sliceName(taken!.slice)} does`),
  );
  return { kept, notes };
}

function numberOf({ slice }: Placed): number {
  return slice.header.instanceNumber ?? 0;
}

/** The mean step if steps are even, else the lower median, so that gaps do not count. */
function usualStep(kept: readonly Placed[]): { step: number; notes: string[] } {
  const steps = kept.slice(1).map(({ along }, i) => along - kept[i]!.along);
  const usual = [...steps].sort((a, b) => a - b)[Math.floor((steps.length - 1) / 2)]!;
  const isUneven = (step: number) => Math.abs(step - usual) > Math.max(0.01 * usual, 0.02);
  const uneven = steps.flatMap((step, i) => (isUneven(step) ? [i] : []));
  if (uneven.length === 0) return { step: (kept.at(-1)!.along - kept[0]!.along) / steps.length, notes: [] };
  const told = uneven.slice(0, 3).map((i) => {
    const names = `${sliceName(kept[i]!.slice)} and ${sliceName(kept[i + 1]!.slice)}`;
    const missing = Math.round(steps[i]! / usual) - 1;
    return `${steps[i]!.toFixed(2)} mm between ${names}${missing > 0 ? ` (${missing} may be missing)` : ''}`;
  });
  const more = uneven.length > 3 ? ` and ${uneven.length - 3} more` : '';
  return {
    step: usual,
    notes: [`slices are not ${usual.toFixed(2)} mm apart everywhere, which is taken: ${told.join(', ')}${more}`],
  };
}

/** The step from slice to slice should run along the normal: of a scan with tilted gantry it does not. */
function noteShear(direction: Vector, normal: Vector, step: number): string[] {
  const aside = norm(add(direction, normal, -1)) * step;
  if (aside < 0.01 * step) return [];
  return [`every slice is shifted by ${aside.toFixed(2)} mm against the one before, as with a tilted gantry`];
}

/** All positions should lie on one line. */
function noteShifts(kept: readonly Placed[], direction: Vector): string[] {
  const first = kept[0]!;
  const shifts = kept.map(({ position, along }) =>
    norm(add(add(position, first.position, -1), direction, first.along - along)),
  );
  const most = shifts.reduce((a, b) => Math.max(a, b));
  return most < 0.5 ? [] : [`slices are shifted against each other by up to ${most.toFixed(2)} mm`];
}
