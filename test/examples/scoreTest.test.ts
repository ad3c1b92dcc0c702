import * as tf from '@tensorflow/tfjs';
import { type Sample, samplesOf } from 'msa-unet';
import { beforeAll, expect, test } from 'vitest';

import { scoreTest, slicesToShow } from '../../examples/quickstart/scoreTest';

beforeAll(() => tf.setBackend('cpu'));

/** Says p = image, so that a sample's image is its prediction. */
function echo(): tf.LayersModel {
  return tf.sequential({ layers: [tf.layers.activation({ activation: 'linear', inputShape: [null, null, 1] })] });
}

const sample = (patient: string, name: string, image: number[], mask: number[]): Sample => ({
  patient,
  name,
  height: 2,
  width: 2,
  image: Float32Array.from(image),
  mask: Uint8Array.from(mask),
});

const samples = samplesOf([
  sample('a', '1', [1, 1, 0, 0], [1, 1, 0, 0]), // DSC 1
  sample('a', '2', [1, 1, 0, 0], [1, 0, 0, 0]), // 2/3
  sample('a', '3', [0, 0, 0, 0.5], [0, 0, 0, 1]), // 0: not above 0.5
  sample('b', '1', [0, 0, 0, 0], [0, 0, 0, 0]), // both empty: 1
  sample('b', '2', [1, 1, 1, 0], [0, 1, 1, 1]), // 2/3
]);

test('scores every slice', async () => {
  const { slices, report } = await scoreTest(echo(), samples);
  expect(slices.map(({ scores }) => scores.diceCoefficient)).toEqual([1, 2 / 3, 0, 1, 2 / 3]);
  expect(report.perImage.diceCoefficient.mean).toBeCloseTo(2 / 3, 12);
});

test('the slices of a patient count as one volume', async () => {
  const { patients } = await scoreTest(echo(), samples);
  expect(patients.map(({ patient, slices, scores }) => [patient, slices, scores.diceCoefficient])).toEqual([
    ['a', 3, 0.75],
    ['b', 2, 2 / 3],
  ]);
});

test('shows the middle and the worst slice of each patient, without empty ones', async () => {
  const shown = slicesToShow(await scoreTest(echo(), samples));
  expect(shown.map((slice) => `${slice.sample.patient}${slice.sample.name}`)).toEqual(['a2', 'a3', 'b2']);
});

test('a false alarm is no worst slice where the patient has slices with liver', async () => {
  const shown = slicesToShow(
    await scoreTest(
      echo(),
      samplesOf([
        sample('a', '1', [1, 0, 0, 0], [0, 0, 0, 0]), // a false alarm: 0
        sample('a', '2', [1, 1, 0, 0], [1, 0, 0, 0]), // 2/3
        sample('b', '1', [0, 0, 0, 0], [0, 0, 0, 0]), // both empty
        sample('b', '2', [1, 0, 0, 0], [0, 0, 0, 0]), // a false alarm: 0
      ]),
    ),
  );
  expect(shown.map((slice) => `${slice.sample.patient}${slice.sample.name}`)).toEqual(['a2', 'b2']);
});

test('shows no more slices than wanted', async () => {
  expect(slicesToShow(await scoreTest(echo(), samples), 1)).toHaveLength(1);
});
