import { expect, test } from 'vitest';

import { lossCurveSvg } from '../../examples/quickstart/lossCurve';

const record = (epoch: number, loss: number, valLoss: number) => ({
  epoch,
  loss,
  valLoss,
  penalty: 0,
  valScores: { diceCoefficient: 0.5, intersectionOverUnion: 0.5, precision: 0.5, recall: 0.5 },
  learningRate: 1e-3,
  seconds: 1,
});
const points = (svg: string) =>
  [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, list]) =>
    list!.split(' ').map((pair) => pair.split(',').map(Number)),
  );

const svg = lossCurveSvg({ epochs: [record(1, 1, 0.8), record(2, 0.5, 0.4), record(3, 0.25, 0.6)], bestEpoch: 2 });

test('draws both losses from the first epoch at the left to the last at the right', () => {
  const [training, validation] = points(svg);
  expect(training!.map(([x]) => x)).toEqual([56, 338, 620]);
  expect(validation).toHaveLength(3);
});

test('0 lies on the bottom line and the axis ends above the largest loss', () => {
  const [training] = points(svg);
  expect(training!.map(([, y]) => y)).toEqual([40, 158, 217]); // of 276 (0) to 40 (1)
});

test('marks the epoch whose weights were kept', () => {
  expect(svg).toContain('weights of epoch 2');
  expect(svg).toContain('<line x1="338" x2="338"');
});

test('a loss that is no number is left out', () => {
  const half = lossCurveSvg({ epochs: [record(1, 1, 1), record(2, Number.NaN, 1)], bestEpoch: 1 });
  expect(half).toContain('<circle cx="56.0" cy="40.0"'); // the training loss: one point is left
  expect(points(half)).toEqual([
    [
      [56, 40],
      [620, 40],
    ],
  ]);
});

test('a single epoch is drawn', () => {
  expect(lossCurveSvg({ epochs: [record(1, 1, 1)], bestEpoch: 1 })).not.toContain('NaN');
});
