import { expect, it } from 'vitest';

import { samplesOf } from '../../../src/data/sample';
import { buildModel } from '../../../src/models/buildModel';
import type { TrainingProgress } from '../../../src/training/history';
import type { TrainSegmentationOptions } from '../../../src/training/trainOptions';
import { trainSegmentation } from '../../../src/training/trainSegmentation';
import { forEachBackend } from '../../support/backends';
import { phantomSamples } from '../../support/phantomSamples';
import { memoryStore, numbersIn, resumable } from '../../support/resumable';
import { weightsOf } from '../../support/trainableModel';

const slices = phantomSamples({ patients: 2, slicesPerPatient: 5, size: 32, seed: 4 });

async function train(options: Partial<TrainSegmentationOptions>) {
  const model = buildModel('unetMsrb', [32, 32, 1], { baseFilters: 2, dropBlock: { keepProb: 0.8 }, seed: 1 });
  const history = await trainSegmentation(model, {
    ...resumable,
    train: samplesOf(slices.slice(0, 7)),
    val: samplesOf(slices.slice(7)),
    epochs: 2,
    ...options,
  });
  const weights = weightsOf(model);
  model.dispose();
  return { numbers: numbersIn(history), weights };
}

forEachBackend((backend) => {
  it.skipIf(backend === 'webgpu')(
    'a network of blocks goes on to the numbers of an uninterrupted run (takes minutes on an emulated WebGPU)',
    async () => {
      const whole = await train({});
      expect(await train({})).toEqual(whole);
      const store = memoryStore();
      for (const stop of [2, 3, 5]) {
        const controller = new AbortController();
        const onProgress = ({ epoch, batch }: TrainingProgress) =>
          void ((epoch - 1) * 3 + batch === stop && controller.abort());
        await train({ checkpoint: { store }, onProgress, signal: controller.signal });
      }
      expect(await train({ checkpoint: { store } })).toEqual(whole);
    },
  );
});
