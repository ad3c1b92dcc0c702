import { scale, type Vector, vector } from '../../vector';
import { nominalStep, type OrderedSlices, type Slice } from './slices';

/** Slices without positions: by instance number, and frames by their own; files that have none stay as they are. */
export function orderByNumber(slices: readonly Slice[], normal: Vector): OrderedSlices {
  const hasNumbers = slices.every(({ header }) => header.instanceNumber !== null);
  const sorted = [...slices].sort(
    (a, b) =>
      (a.header.instanceNumber ?? 0) - (b.header.instanceNumber ?? 0) || (a.file === b.file ? a.frame - b.frame : 0),
  );
  const ordered = hasNumbers ? sorted : slices;
  const { step, notes } = nominalStep(slices[0]!);
  const order = hasNumbers ? 'by instance number' : 'as the files came';
  const note = `not every slice has a position: slices are ordered ${order}, along the normal, from (0, 0, 0) on`;
  return { slices: ordered, origin: vector([0, 0, 0]), step: scale(normal, step), notes: [note, ...notes] };
}
