import { type LabelTable, labelTable } from '../../src/data/labels/labelTable';
import type { VolumePair } from '../../src/metrics/volumePair';

/** The tables of test/golden/classScores.py; number 9 is what nobody has drawn. */
export const tables = {
  classes: labelTable({ liver: 1, spleen: 2, kidney: 3 }, { ignore: 9 }),
  regions: labelTable({ liver: [1, 2], tumour: 2, cyst: 3 }, { ignore: 9 }),
} satisfies Record<string, LabelTable>;

/** One of the 50 random volumes of test/golden/classScores.py; those with an odd index have regions. */
export function randomPair(index: number): VolumePair {
  const below = generator(index + 1);
  const kind = index % 2 ? 'regions' : 'classes';
  const shape = [2 + below(4), 5 + below(5), 5 + below(5)];
  const spacing = [(2 + below(7)) / 2, (4 + below(5)) / 8, (4 + below(5)) / 8];
  const [truth, found] = [emptyVolume(shape), emptyVolume(shape)];
  for (let k = 0; k < 3; k++) {
    const box = randomBox(below, shape);
    if (below(5) > 0) paint(truth, shape, box, () => k + 1);
    const near = moved(below, shape, box);
    if (below(5) > 0) paint(found, shape, near, (old) => (kind === 'regions' ? old | (1 << k) : k + 1));
  }
  for (let i = 0; i < found.length; i++)
    if (below(40) === 0) found[i] = kind === 'regions' ? found[i]! ^ (1 << below(3)) : below(4);
  if (below(2) === 0) paint(truth, shape, randomBox(below, shape), () => 9);
  if (below(4) === 0) truth.fill(9, 0, shape[1]! * shape[2]!);
  const undrawn = below(6) === 0 ? [tables[kind].labels[below(3)]!.name] : [];
  const prediction =
    kind === 'regions' ? { data: emptyVolume(shape), codes: found, shape, spacing } : { data: found, shape, spacing };
  return { patient: String(index), name: 'ct', truth: { data: truth, shape, spacing }, prediction, undrawn };
}

type Below = (n: number) => number;
type Box = readonly [start: number[], end: number[]];

/** Whole numbers below n, from a linear congruential generator. */
function generator(seed: number): Below {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % n;
  };
}

const emptyVolume = (shape: readonly number[]) => new Uint8Array(shape.reduce((size, n) => size * n, 1));

function randomBox(below: Below, shape: readonly number[]): Box {
  const start = shape.map((n) => below(Math.floor((n + 1) / 2)));
  return [start, shape.map((n, axis) => start[axis]! + 1 + below(n - start[axis]!))];
}

function moved(below: Below, shape: readonly number[], box: Box): Box {
  const shift = shape.map(() => below(3) - 1);
  const [start, end] = box.map((side) =>
    side.map((at, axis) => Math.min(Math.max(at + shift[axis]!, 0), shape[axis]!)),
  );
  return [start!, end!];
}

function paint(data: Uint8Array, shape: readonly number[], [start, end]: Box, change: (old: number) => number): void {
  for (let z = start[0]!; z < end[0]!; z++)
    for (let y = start[1]!; y < end[1]!; y++)
      for (let x = start[2]!; x < end[2]!; x++) {
        const i = (z * shape[1]! + y) * shape[2]! + x;
        data[i] = change(data[i]!);
      }
}
