import { OptionError } from '../../utils/optionError';

/** Requirements of a network on both sides of a slice, in pixels. */
export interface NetworkSides {
  /** Name of the network. */
  readonly model: string;
  readonly multiple: number;
  readonly atLeast: number;
}

/** Returns whether a network takes slices of `size` × `size` pixels. */
export const takes = (size: number, { multiple, atLeast }: NetworkSides): boolean =>
  size >= atLeast && size % multiple === 0;

/**
 * Throws OptionError unless all networks take slices of this size; the message names the nearest sizes that they do
 * take.
 */
export function requireSize(networks: readonly NetworkSides[], size: number): void {
  const refusing = networks.filter((network) => !takes(size, network));
  if (refusing.length === 0) return;
  const list = refusing.map(({ model, multiple, atLeast }) => {
    const from = atLeast > multiple ? ` from ${atLeast}` : '';
    return `${model} (multiples of ${multiple}${from})`;
  });
  throw new OptionError({
    owner: 'runTable',
    option: 'size',
    expected: 'a size that all chosen networks take',
    received: size,
    problem: `slices of ${size} × ${size} pixels do not fit ${list.join(', ')}`,
    fix: nearest(networks, size).map((value) => ({ option: 'size', value })),
  });
}

/** Finds the largest smaller size that all take, if any, and the smallest larger one. */
function nearest(networks: readonly NetworkSides[], size: number): number[] {
  const step = Math.max(...networks.map(({ multiple }) => multiple));
  const fits = (side: number) => networks.every((network) => takes(side, network));
  let [below, above] = [step * (Math.ceil(size / step) - 1), step * (Math.floor(size / step) + 1)];
  while (below > 0 && !fits(below)) below -= step;
  while (!fits(above)) above += step;
  return below > 0 ? [below, above] : [above];
}
