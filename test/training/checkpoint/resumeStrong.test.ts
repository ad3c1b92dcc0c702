import { beforeAll, expect, test } from 'vitest';

import { useBackend } from '../../../src/node/backends/useBackend';
import { resolveAugmentation } from '../../../src/preprocess/trainAugmentation';
import type { TrainingProgress } from '../../../src/training/history';
import type { TrainSegmentationOptions } from '../../../src/training/trainOptions';
import { trainSegmentation } from '../../../src/training/trainSegmentation';
import { forgetfulNet, memoryStore, numbersIn, resumable } from '../../support/resumable';
import { weightsOf } from '../../support/trainableModel';

beforeAll(() => useBackend('wasm', { log: null }));

const brief = { ...resumable, epochs: 2, augmentation: 'strong' } as const;

async function train(options: Partial<TrainSegmentationOptions> = {}) {
  const model = forgetfulNet();
  const history = await trainSegmentation(model, { ...brief, ...options });
  return { numbers: numbersIn(history), weights: weightsOf(model) };
}

/** Stops after every batch, and resumes until the end. */
async function trainInSteps(options: Partial<TrainSegmentationOptions> = {}) {
  const store = memoryStore();
  const steps: string[] = [];
  for (let n = 0; n < 5; n++) {
    const controller = new AbortController();
    const onProgress = ({ epoch, batch }: TrainingProgress) => {
      steps.push(`${epoch}.${batch}`);
      controller.abort();
    };
    await train({ ...options, checkpoint: { store }, onProgress, signal: controller.signal });
  }
  expect(steps).toEqual(['1.1', '1.2', '1.3', '2.1', '2.2']);
  return train({ ...options, checkpoint: { store } });
}

test.each<Partial<TrainSegmentationOptions>>([{}, { patch: [8, 12], foreground: 0.5 }])(
  'a run that is stopped within epochs and resumed has the losses and weights of one that was not: %o',
  async (options) => {
    expect(await trainInSteps(options)).toEqual(await train(options));
  },
);

test('a run resumed from any checkpoint that it wrote has them too', async () => {
  const store = memoryStore();
  const whole = await train({ checkpoint: { store, everyBatches: 1 } });
  expect(store.written).toHaveLength(8); // 6 batches and 2 epochs
  for (const checkpoint of store.written)
    expect(await train({ checkpoint: { store: { ...memoryStore(), read: async () => checkpoint } } })).toEqual(whole);
});

test('how many batches are read ahead does not matter', async () => {
  const whole = await train({ prefetch: 0 });
  expect(await train({ prefetch: 3 })).toEqual(whole);
  expect(await trainInSteps({ prefetch: 3 })).toEqual(whole);
});

test('the strong augmentation has other losses than the paper’s, which has those of {}', async () => {
  const paper = await train({ augmentation: 'paper' });
  expect(paper).toEqual(await train({ augmentation: {} }));
  expect(paper).not.toEqual(await train());
});

test('a change of probability 0 has the losses of the paper’s augmentation, digit by digit', async () => {
  const none = { ...resolveAugmentation('strong'), probability: 0 };
  expect(await train({ augmentation: none })).toEqual(await train({ augmentation: {} }));
});

test('a checkpoint of other changes is refused, and each is named', async () => {
  const store = memoryStore();
  const augmentation = { rotate: 15, noise: 0.05 };
  await train({ augmentation, checkpoint: { store } });
  const other = train({ augmentation: { rotate: 30, blur: 1 }, checkpoint: { store } });
  await expect(other).rejects.toThrow(
    'the checkpoint in memory is of another run: `augmentation.rotate` was 15 and is 30; `augmentation.noise` was 0.05 and ' +
      'is undefined; `augmentation.blur` was undefined and is 1. ',
  );
  await expect(train({ augmentation: {}, checkpoint: { store } })).rejects.toThrow(
    '`augmentation.probability` was 0.2 and is undefined',
  );
  await expect(train({ augmentation, patch: [8, 8], foreground: 0.3, checkpoint: { store } })).rejects.toThrow(
    '`patch` was undefined and is [8,8]; `foreground` was undefined and is 0.3. ',
  );
});
