import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { AveragedWeights } from '../../src/training/averagedWeights';
import { readWeights, writeWeights } from '../../src/training/modelWeights';
import { forEachBackend } from '../support/backends';
import { expectClose } from '../support/gradients';
import { memoryInUse } from '../support/leaks';
import { trainableModel } from '../support/trainableModel';

const flat = (values: readonly Float32Array[]) => values.flatMap((value) => [...value]);

/** Sets every weight of a model, batch norm's moving averages included, to a value. */
function fill(model: tf.LayersModel, value: number): void {
  const weights = model.weights.map((weight) => new Float32Array(tf.util.sizeFromShape(weight.shape as number[])));
  writeWeights(
    model,
    weights.map((weight) => weight.fill(value)),
  );
}

forEachBackend(() => {
  describe('AveragedWeights', () => {
    it('starts at the first weights, follows fast at first, then slowly', async () => {
      const model = trainableModel();
      const averaged = new AveragedWeights(model, 0.25);
      expect(await averaged.read()).toEqual([]);
      const means: number[] = [];
      for (const [i, value] of [3, 14, 0, 8].entries()) {
        fill(model, value);
        averaged.update(i + 1);
        const values = flat(await averaged.read());
        expect(values).toHaveLength(model.countParams());
        expectClose(values, Array(values.length).fill(values[0]), 1e-6);
        means.push(values[0]!);
      }
      // the second step keeps 2/11, the third 3/12, and every later one the decay of 1/4
      expectClose(means, [3, 12, 3, 6.75], 1e-5);
      averaged.dispose();
      model.dispose();
    });

    it('lends the averages to a model and takes them back, even if the work fails', async () => {
      const model = trainableModel();
      const averaged = new AveragedWeights(model, 0.5);
      averaged.update(1);
      const first = await readWeights(model);
      fill(model, 2);
      const seen = await averaged.during(() => readWeights(model));
      expect(seen).toEqual(first);
      expect(new Set(flat(await readWeights(model)))).toEqual(new Set([2]));
      const failing = averaged.during(() => Promise.reject(new Error('no')));
      await expect(failing).rejects.toThrow('no');
      expect(new Set(flat(await readWeights(model)))).toEqual(new Set([2]));
      averaged.dispose();
      model.dispose();
    });

    it('is restored bit for bit, and leaves no tensor behind', async () => {
      const model = trainableModel();
      const before = memoryInUse();
      const [first, second] = [new AveragedWeights(model, 0.9), new AveragedWeights(model, 0.9)];
      for (const step of [1, 2, 3]) first.update(step);
      second.restore(await first.read());
      for (const averaged of [first, second]) averaged.update(4);
      expect(await second.read()).toEqual(await first.read());
      for (const averaged of [first, second]) averaged.dispose();
      expect(memoryInUse()).toEqual(before);
      model.dispose();
    });
  });
});
