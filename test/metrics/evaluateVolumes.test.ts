import { expect, it } from 'vitest';

import { evaluateVolumes } from '../../src/metrics/evaluateVolumes';
import { SCORE_NAMES } from '../../src/metrics/itemScores';
import type { VolumePair } from '../../src/metrics/volumePair';
import { emptyMask, workedPairs } from '../support/boxMask';

const spacing = [2, 1, 1];
const { truth, prediction } = workedPairs['one slice and two'];
const first: VolumePair = { patient: 'a', name: 'portal', truth, prediction, slices: ['low', 'middle', 'high'] };
const second: VolumePair = { patient: 'b', name: 'portal', truth, prediction: truth };

it('scores volumes as a whole and slices as pictures', async () => {
  const { volumes, slices } = await evaluateVolumes([first]);
  expect(volumes).toHaveLength(1);
  expect(volumes[0]).toMatchObject({
    patient: 'a',
    volume: 'portal',
    tp: 16,
    fp: 16,
    fn: 0,
    precision: 0.5,
    recall: 1,
  });
  expect(volumes[0]!.diceCoefficient).toBeCloseTo(2 / 3, 12);
  expect(volumes[0]).toMatchObject({ hausdorffDistance: 2, hausdorff95: 2 });
  expect(volumes[0]!.averageSymmetricSurfaceDistance).toBeCloseTo(2 / 3, 12);
  expect(volumes[0]).toMatchObject({ truthMl: 0.032, predictionMl: 0.064, volumeDifferenceMl: 0.032 });
  expect(volumes[0]).toMatchObject({ relativeVolumeDifference: 100, absoluteRelativeVolumeDifference: 100 });
  expect(slices.map(({ slice }) => slice)).toEqual(['low', 'middle', 'high']);
  expect(slices.map((slice) => slice.diceCoefficient)).toEqual([1, 1, 0]);
  expect(slices.map((slice) => slice.hausdorff95)).toEqual([0, 0, Number.NaN]);
  expect(slices.map((slice) => slice.predictionMl)).toEqual([0, 0.032, 0.032]);
  expect(slices.map((slice) => slice.relativeVolumeDifference)).toEqual([0, 0, Number.NaN]);
});

it('gives means, population standard deviations and micro scores, and skips and counts NaN', async () => {
  const { perVolume, perSlice, micro, counts } = await evaluateVolumes([first, second]);
  expect(perVolume.diceCoefficient.mean).toBeCloseTo(5 / 6, 12);
  expect(perVolume.diceCoefficient.sd).toBeCloseTo(1 / 6, 12);
  expect(perVolume.hausdorff95).toEqual({ mean: 1, sd: 1, n: 2, skipped: 0 });
  expect(perSlice.hausdorff95).toEqual({ mean: 0, sd: 0, n: 5, skipped: 1 });
  expect(perSlice.diceCoefficient).toMatchObject({ mean: 5 / 6, n: 6, skipped: 0 });
  expect(counts).toEqual({ tp: 32, fp: 16, fn: 0 });
  expect(micro.diceCoefficient).toBeCloseTo(0.8, 12);
  expect(micro.precision).toBeCloseTo(2 / 3, 12);
  expect(Object.keys(perVolume)).toEqual(SCORE_NAMES);
});

it('the empty value may be NaN', async () => {
  const { perSlice, emptyRule } = await evaluateVolumes([first], { emptyValue: Number.NaN });
  expect(perSlice.diceCoefficient).toEqual({ mean: 0.5, sd: 0.5, n: 2, skipped: 1 });
  expect(emptyRule).toContain(
    'both empty, overlap scores are undefined and distances are 0 (1 of 3 slices, 0 of 1 volumes).',
  );
});

it('without a spacing gives overlap and relative volume difference alone', async () => {
  const bare = { ...first, truth: { ...truth, spacing: null }, prediction: { ...prediction, spacing: null } };
  const { perVolume } = await evaluateVolumes([bare]);
  const known = SCORE_NAMES.filter((name) => perVolume[name].n === 1);
  expect(known).toEqual([
    'diceCoefficient',
    'intersectionOverUnion',
    'precision',
    'recall',
    'relativeVolumeDifference',
    'absoluteRelativeVolumeDifference',
  ]);
});

it('takes labels, probabilities and the one spacing that is known', async () => {
  const labels = { ...truth, data: Int16Array.from(truth.data, (inside) => 2 * inside) };
  const probabilities = {
    ...prediction,
    data: Float32Array.from(prediction.data, (p) => 0.5 + 0.2 * p),
    spacing: null,
  };
  const { volumes } = await evaluateVolumes([{ ...first, truth: labels, prediction: probabilities }]);
  expect(volumes).toEqual((await evaluateVolumes([first])).volumes);
});

it('asks a generator for a pair when the one before is scored', async () => {
  const order: string[] = [];
  const watched = (patient: string): VolumePair => ({
    ...first,
    patient,
    get slices() {
      order.push(`${patient} is scored`);
      return undefined;
    },
  });
  async function* predict() {
    for (const patient of ['a', 'b']) {
      order.push(`${patient} is predicted`);
      yield watched(patient);
    }
  }
  await evaluateVolumes(predict());
  expect([...new Set(order)]).toEqual(['a is predicted', 'a is scored', 'b is predicted', 'b is scored']);
});

it.each<[string, VolumePair[], string]>([
  ['no volume', [], 'evaluateVolumes: `pairs` must be one pair or more; received []'],
  [
    'pictures',
    [{ ...first, truth: emptyMask([4, 4], null), prediction: emptyMask([4, 4], null) }],
    'evaluateVolumes: `truth.shape` must be [depth, height, width]; received [4,4]',
  ],
  [
    'another shape',
    [{ ...first, prediction: emptyMask([3, 8, 9], spacing) }],
    'evaluateVolumes: `prediction.shape` must be that of the ground truth (3×8×8); received [3,8,9]',
  ],
  [
    'too few names',
    [{ ...first, slices: ['one'] }],
    'evaluateVolumes: `slices` must be a name of its own for each of 3 slices; received ["one"]',
  ],
  ['a name twice', [first, first], 'evaluateVolumes: `name` must be different for each volume of a; received "portal"'],
])('refuses %s', async (_, pairs, message) => {
  await expect(evaluateVolumes(pairs)).rejects.toThrow(new RangeError(message));
});
