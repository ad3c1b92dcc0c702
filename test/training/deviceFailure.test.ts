import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';

import { type BackendInfo, useBackend } from '../../src/node/backends/useBackend';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { forEachBackend } from '../support/backends';
import { brightSamples, trainableModel } from '../support/trainableModel';

const advice =
  'Restart the program and resume from the last checkpoint; if memory ran out, use smaller batches, smaller images or ' +
  'fewer filters';

const brief = { train: brightSamples(4, 1), val: brightSamples(2, 2), epochs: 2, batchSize: 2, seed: 1 };

forEachBackend((name) => {
  describe.runIf(name === 'webgpu')('a failing graphics card', () => {
    let backend: BackendInfo;

    /** Trains, and does this to the device at the second step. */
    const trainAnd = async (fail: (device: GPUDevice) => void) => {
      backend = await useBackend('webgpu', { log: null });
      const { device } = tf.backend() as tf.KernelBackend & { device: GPUDevice };
      let steps = 0;
      return trainSegmentation(trainableModel(), { ...brief, onProgress: () => ++steps === 2 && fail(device) });
    };

    afterEach(() => backend.dispose());

    it('ends the training with an error when it is lost', async () => {
      const message =
        'WebGPU has lost the graphics card (destroyed: device was destroyed): its driver was reset, its memory ran out, or ' +
        `somebody destroyed the device. ${advice}`;
      await expect(trainAnd((device) => device.destroy())).rejects.toThrow(new Error(message));
      expect((await backend.failure).message).toBe(message);
    });

    it('ends the training with an error when it reports one', async () => {
      const message = `WebGPU reports an error, and what it computes is wrong from here on: Value 32768 is invalid for WGPUBufferUsage. ${advice}`;
      const training = trainAnd((device) => device.createBuffer({ size: 16, usage: 0x8000 }));
      await expect(training).rejects.toThrow(new Error(message));
      expect((await backend.failure).message).toBe(message);
    });

    it('may be replaced: the next training of the process succeeds', async () => {
      const { ended } = await trainAnd(() => undefined);
      expect(ended).toBe('done');
    });
  });
});
