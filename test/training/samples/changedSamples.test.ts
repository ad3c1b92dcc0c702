import { expect, test } from 'vitest';

import type { Sample } from '../../../src/data/sample';
import { augmentationParts, resolveAugmentation } from '../../../src/preprocess/trainAugmentation';
import { changedSamples } from '../../../src/training/samples/changedSamples';
import { resumable } from '../../support/resumable';

const { train } = resumable;
const { changes: sampleChanges } = augmentationParts(resolveAugmentation({ rotate: 30, noise: 0.1, probability: 1 }));
const draws = { patch: null, foreground: 0, classSlices: [[]] };
const epoch = { train, seed: 3, sampleChanges, epoch: 1, first: 0, ...draws };
const order = [4, 1, 6, 0];

async function imagesOf(samples: ReturnType<typeof changedSamples>): Promise<Float32Array[]> {
  return Promise.all(Array.from({ length: samples.length }, async (_, i) => (await samples.read(i)).image));
}

test('without changes, the samples themselves come in their order', async () => {
  const samples = changedSamples(order, { ...epoch, sampleChanges: null });
  expect(samples.length).toBe(4);
  for (const [i, index] of order.entries()) expect(await samples.read(i)).toBe(train.read(index));
});

test('changes do not depend on the order of reading, nor on where the epoch resumes', async () => {
  const images = await imagesOf(changedSamples(order, epoch));
  expect((await changedSamples(order, epoch).read(2)).image).toEqual(images[2]);
  expect(await imagesOf(changedSamples(order.slice(2), { ...epoch, first: 2 }))).toEqual(images.slice(2));
});

test('changes differ by seed, epoch and position', async () => {
  const [image] = await imagesOf(changedSamples([4, 4], epoch));
  const others = [
    (await imagesOf(changedSamples([4, 4], epoch)))[1],
    (await imagesOf(changedSamples([4], { ...epoch, epoch: 2 })))[0],
    (await imagesOf(changedSamples([4], { ...epoch, seed: 4 })))[0],
    (train.read(4) as Sample).image,
  ];
  for (const other of others) expect(other).not.toEqual(image);
});
