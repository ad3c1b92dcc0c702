import { scale, type Vector, vector } from '../../vector';
import { nominalStep, type OrderedSlices, type Slice } from './slices';
import { usualStep } from './usualStep';

/**
 * Orders slices without positions by SliceLocation, else by instance number and frame. Files without either keep their
 * order.
 */
export function orderByNumber(slices: readonly Slice[], normal: Vector): OrderedSlices {
  const origin = vector([0, 0, 0]);
  const locations = slices.map(({ header }) => header.sliceLocation);
  if (slices.length > 1 && new Set(locations).size === slices.length && !locations.includes(null)) {
    const located = slices.map((slice, i) => ({ slice, along: locations[i]! }));
    located.sort((a, b) => a.along - b.along);
    const { step, isUneven, places, notes } = usualStep(located);
    const note =
      'no slice has a position: they are sorted by SliceLocation and stacked along the normal from (0, 0, 0)';
    const ordered = located.map(({ slice }) => slice);
    return { slices: ordered, origin, step: scale(normal, step), isUneven, places, notes: [note, ...notes] };
  }
  const hasNumbers = slices.every(({ header }) => header.instanceNumber !== null);
  const sorted = [...slices].sort(
    (a, b) =>
      (a.header.instanceNumber ?? 0) - (b.header.instanceNumber ?? 0) || (a.file === b.file ? a.frame - b.frame : 0),
  );
  const ordered = hasNumbers ? sorted : slices;
  const { step, notes } = nominalStep(slices[0]!);
  const order = hasNumbers ? 'by instance number' : 'in the order of the files';
  const note = `no slice has a position: they are sorted ${order} and stacked along the normal from (0, 0, 0)`;
  return { slices: ordered, origin, step: scale(normal, step), isUneven: false, places: null, notes: [note, ...notes] };
}
