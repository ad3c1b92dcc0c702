import { invalidOption } from '../../utils/errors';

/** Neighbouring slices that are channels. */
export interface Context {
  /** Number of slices on each side. */
  readonly context: number;
  /** Distance between them in mm. `null`: slices next to each other. */
  readonly contextMm: number | null;
}

/** Where the slices of a scan lie. */
export interface SliceStack {
  /** Name of the scan in messages. */
  readonly name: string;
  readonly depth: number;
  /** Distance between slices in mm. `null`: unknown. */
  readonly sliceMm: number | null;
  /** Places of unevenly spaced slices, in units of `sliceMm`. @defaultValue 0, 1, 2, … */
  readonly slicePlaces?: readonly number[] | undefined;
}

/**
 * Lists the slices that are the channels of the slice at an index, from feet to head, itself in the middle. With a distance
 * in mm it takes the nearest slice to each place, of two equally near ones the inner; beyond the ends, the last slice.
 *
 * @throws OptionError if `contextMm` needs a distance between slices that is unknown
 */
export function contextSlices(
  owner: string,
  index: number,
  { name, depth, sliceMm, slicePlaces }: SliceStack,
  { context, contextMm }: Context,
): number[] {
  if (contextMm !== null && sliceMm === null)
    throw invalidOption(
      owner,
      'contextMm',
      `null, as the distance between the slices of ${name} is unknown`,
      contextMm,
      {
        option: 'contextMm',
        value: null,
      },
    );
  const steps = Array.from({ length: 2 * context + 1 }, (_, i) => i - context);
  if (contextMm === null || sliceMm === null)
    return steps.map((step) => Math.min(Math.max(index + step, 0), depth - 1));
  const mmOf = (slice: number) => (slicePlaces?.[slice] ?? slice) * sliceMm;
  return steps.map((step) => {
    const target = mmOf(index) + step * contextMm;
    const distance = (slice: number) => Math.abs(mmOf(slice) - target);
    const [inwards, last] = step < 0 ? [-1, 0] : [1, depth - 1];
    let slice = index;
    while (slice !== last && distance(slice + inwards) < distance(slice) - 1e-6) slice += inwards;
    return slice;
  });
}
