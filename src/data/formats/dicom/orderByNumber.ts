import { scale, type Vector, vector } from '../../vector';
import { nominalStep, type OrderedSlices, type Slice } from './slices';

/** Orders slices without positions by instance number and frame. Files without numbers keep their order. */
export function orderByNumber(slices: readonly Slice[], normal: Vector): OrderedSlices {
  const hasNumbers = slices.every(({ header }) => header.instanceNumber !== null);
  const sorted = [...slices].sort(
    (a, b) =>
      (a.header.instanceNumber ?? 0) - (b.header.instanceNumber ?? 0) || (a.file === b.file ? a.frame - b.frame : 0),
  );
  const ordered = hasNumbers ? sorted : slices;
  const { step, notes } = nominalStep(slices[0]!);
  const order = hasNumbers ? 'by instance number' : 'in the order of the files';
  const note = `some slices have no position: all are sorted ${order} and stacked along the normal from (0, 0, 0)`;
  return { slices: ordered, origin: vector([0, 0, 0]), step: scale(normal, step), notes: [note, ...notes] };
}
