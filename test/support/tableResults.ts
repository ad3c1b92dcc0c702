import { evaluateVolumes, type NetworkResult, type TableConditions } from 'msa-unet';

/** One volume per patient of two slices of 2 × 2 pixels, whose first `hits` liver pixels of 4 are found. */
async function scoresOf(hits: readonly number[], spacing: readonly [number, number, number] | null) {
  const mask = (data: number[]) => ({ data, shape: [2, 2, 2], spacing });
  return evaluateVolumes(
    hits.map((found, i) => ({
      patient: `p${i}`,
      name: 'ct',
      truth: mask([1, 1, 0, 0, 1, 1, 0, 0]),
      prediction: mask([0, 1, 4, 5].reduce((all, at, n) => all.with(at, n < found ? 1 : 0), new Array(8).fill(0))),
    })),
  );
}

/** The result of a network that finds so many of the 4 liver pixels of each patient, with flips and without. */
export async function networkResult(
  model: string,
  flips: readonly number[],
  plain = flips,
  spacing: readonly [number, number, number] | null = [5, 1, 1],
): Promise<NetworkResult> {
  const epoch = (n: number) => ({
    epoch: n,
    loss: 1 / n,
    valLoss: 1.5 / n,
    valScores: { diceCoefficient: 1 - 0.5 / n, intersectionOverUnion: 0.5, precision: 0.5, recall: 0.5 },
    seconds: 60,
  });
  return {
    network: { model, options: { baseFilters: 4 } },
    cost: { trainable: 1234567, nonTrainable: 89, gigaMacs: 0.3333 },
    history: { epochs: [epoch(1), epoch(2)], bestEpoch: 2, ended: 'done' },
    scores: { flips: await scoresOf(flips, spacing), plain: await scoresOf(plain, spacing) },
    baseline: { low: 100, high: 140, dice: 0.4567 },
    run: {
      backend: 'wasm',
      detail: 'SIMD, 1 thread',
      versions: { node: '20.19.0' },
      finished: '2026-01-01T00:00:00.000Z',
      seconds: { training: 120, testing: 30 },
    },
  };
}

/** The paper's own conditions. */
export const asPaper: TableConditions = {
  preset: 'paper',
  size: 512,
  width: 16,
  epochs: 300,
  batchSize: 6,
  accumulate: 1,
  learningRate: 1e-3,
  decay: 'none',
  momentum: null,
  augment: true,
  seed: 1,
  data: {
    sets: ['SLIVER07', '3D-IRCADb-01'],
    description: 'SLIVER07 + 3D-IRCADb-01, window −200 to 250 HU, CLAHE',
    clahe: true,
    synthetic: false,
    patients: { train: 32, val: 4, test: 4 },
    slices: { train: 4000, val: 500, test: 500 },
    used: { train: 4000, val: 500, test: 500 },
    rule: '8 : 1 : 1 by patient',
    warnings: [],
  },
};
