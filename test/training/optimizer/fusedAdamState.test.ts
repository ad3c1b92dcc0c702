import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { registerLayers } from '../../../src/layers/registerLayers';
import { type FusedAdamOptions, fusedAdam, registerOptimizers } from '../../../src/training/optimizer/fusedAdam';
import { forEachBackend } from '../../support/backends';
import { expectClose } from '../../support/gradients';
import { memoryInUse } from '../../support/leaks';
import { elementsOf, numbersOf, smallNet, train } from '../../support/smallNet';
import { StockAdam, WeightField } from '../../support/weightField';

/** A state as a file would keep it. */
async function saved(optimizer: tf.Optimizer): Promise<{ name: string; shape: number[]; values: number[] }[]> {
  const state = await optimizer.getWeights();
  return Promise.all(
    state.map(async ({ name, tensor }) => ({ name, shape: tensor.shape, values: [...(await tensor.data())] })),
  );
}

async function restore(optimizer: tf.Optimizer, state: Awaited<ReturnType<typeof saved>>): Promise<void> {
  const tensors = state.map(({ name, shape, values }) => ({ name, tensor: tf.tensor(values, shape) }));
  await optimizer.setWeights(tensors);
  tf.dispose(tensors.map(({ tensor }) => tensor));
}

forEachBackend(() => {
  describe('the state of fusedAdam', () => {
    it('put back into a new optimizer of a new instance of the model, gives the run that was not interrupted', async () => {
      const [whole, broken, resumed] = [smallNet(), smallNet(), smallNet(5)];
      const optimizers = [fusedAdam(), fusedAdam(), fusedAdam()] as const;
      await train(whole, optimizers[0], 5);
      await train(broken, optimizers[1], 3);
      resumed.setWeights(broken.getWeights());
      await restore(optimizers[2], await saved(optimizers[1]));
      await train(resumed, optimizers[2], 2);
      expect(await numbersOf(resumed)).toEqual(await numbersOf(whole));
      expect(optimizers[2].iterations).toBe(5);
      for (const used of [whole, broken, resumed, ...optimizers]) used.dispose();
    });

    it("is laid out as that of tfjs's Adam, with the same numbers", async () => {
      const [own, stock] = [new WeightField(fusedAdam()), new WeightField(new StockAdam(1e-3))];
      for (const field of [own, stock]) field.step(1, [0, 2]);
      for (const field of [own, stock]) field.step(2, [0, 1]);
      const [ownState, stockState] = [await saved(own.optimizer), await saved(stock.optimizer)];
      const names = (suffix: string) => own.weights.map(({ name }) => `${name}/${suffix}`);
      expect(ownState.map(({ name }) => name)).toEqual(['iter', ...names('m'), ...names('v')]);
      expect(ownState.map(({ shape }) => shape)).toEqual(stockState.map(({ shape }) => shape));
      ownState.forEach(({ values }, i) => {
        expectClose(values, stockState[i]!.values, 2e-5); // 1 − β2 in float32 is off by 1.3e-5 of itself
      });
      own.dispose();
      stock.dispose();
    });

    it("of tfjs's Adam goes on here as it does there, and the other way round", async () => {
      const [own, stock] = [new WeightField(fusedAdam()), new WeightField(new StockAdam(1e-3))];
      for (const field of [own, stock]) for (const time of [1, 2, 3]) field.step(time);
      const [ownState, stockState] = [await saved(own.optimizer), await saved(stock.optimizer)];
      await restore(own.optimizer, stockState);
      await restore(stock.optimizer, ownState);
      for (const field of [own, stock]) for (const time of [4, 5]) field.step(time);
      expectClose(await own.elements(), await stock.elements(), 2e-6);
      own.dispose();
      stock.dispose();
    });

    it('finds the weights by their names, whatever was frozen meanwhile', async () => {
      const [whole, resumed] = [new WeightField(fusedAdam()), new WeightField(fusedAdam())];
      for (const field of [whole, resumed]) field.step(1, [0, 1, 2, 3]);
      const state = await saved(resumed.optimizer);
      resumed.optimizer.dispose();
      await restore(resumed.optimizer, state);
      for (const field of [whole, resumed]) {
        const some = field.weights.slice(2);
        field.optimizer.minimize(() => tf.addN(some.map((weight) => weight.square().sum<tf.Scalar>())), false, some);
        field.step(2);
      }
      expect(await resumed.elements()).toEqual(await whole.elements());
      whole.dispose();
      resumed.dispose();
    });

    it('is a copy that lives until the next one', async () => {
      const field = new WeightField(fusedAdam());
      field.step(1);
      const tensors = (await field.optimizer.getWeights()).map(({ tensor }) => tensor);
      const before = await elementsOf(tensors);
      field.step(2);
      expect(await elementsOf(tensors)).toEqual(before);
      const inUse = memoryInUse();
      await field.optimizer.getWeights();
      expect(memoryInUse()).toEqual(inUse);
      expect(tensors.every(({ isDisposed }) => isDisposed)).toBe(true);
      field.dispose();
    });

    it('is gone, tensors and all, when the optimizer is disposed', async () => {
      const before = memoryInUse();
      const field = new WeightField(fusedAdam());
      field.step(1);
      await restore(field.optimizer, await saved(field.optimizer));
      field.step(2, [1]);
      await saved(field.optimizer);
      field.dispose();
      expect(memoryInUse()).toEqual(before);
    });

    it('is saved and loaded with a model by tfjs', async () => {
      const options = { learningRate: 0.02, beta1: 0.8, beta2: 0.99, epsilon: 1e-5, weightDecay: 0.1 };
      const optimizer = fusedAdam(options);
      const model = smallNet();
      model.compile({ optimizer, loss: 'meanSquaredError' });
      await train(model, optimizer, 2);
      const artifacts: tf.io.ModelArtifacts[] = [];
      const save = async (saved: tf.io.ModelArtifacts) => {
        artifacts.push(saved);
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };
      };
      await model.save(tf.io.withSaveHandler(save), { includeOptimizer: true });
      registerLayers();
      registerOptimizers();
      const loaded = await tf.loadLayersModel({ load: async () => artifacts[0]! });
      expect(loaded.optimizer.getConfig()).toEqual(options);
      await train(model, optimizer, 2);
      await train(loaded, loaded.optimizer, 2);
      expect(await numbersOf(loaded)).toEqual(await numbersOf(model));
      for (const used of [model, optimizer, loaded.optimizer, loaded]) used.dispose();
    });
  });
});

describe('errors of fusedAdam', () => {
  it('name the option and what it must be', () => {
    const fails = (options: FusedAdamOptions, text: string) =>
      expect(() => fusedAdam(options)).toThrow(new RangeError(`fusedAdam: ${text}`));
    fails({ learningRate: -1 }, '`learningRate` must be a number of at least 0; received -1');
    fails({ beta1: 1 }, '`beta1` must be at least 0 and below 1; received 1');
    fails({ beta2: Number.NaN }, '`beta2` must be at least 0 and below 1; received NaN');
    fails({ epsilon: 0 }, '`epsilon` must be a number above 0; received 0');
    fails({ weightDecay: -1 }, '`weightDecay` must be a number of at least 0; received -1');
    const optimizer = fusedAdam();
    expect(() => {
      optimizer.learningRate = Number.NaN;
    }).toThrow(new RangeError('fusedAdam: `learningRate` must be a number of at least 0; received NaN'));
  });

  it('say that a weight is gone', () => {
    const field = new WeightField(fusedAdam());
    const [{ name }] = field.weights as [tf.Variable];
    field.step(1);
    field.weights[0]!.dispose();
    expect(() => field.step(2)).toThrow(/disposed/);
    const tensor = tf.zeros([3, 2]);
    expect(() => field.optimizer.applyGradients([{ name, tensor }])).toThrow(
      new Error(
        `fusedAdam: there is no variable ${name}: it was disposed, perhaps with its model. Make a new optimizer for a ` +
          'new model',
      ),
    );
    tensor.dispose();
    field.dispose();
  });

  it('say that a weight has another shape', () => {
    const optimizer = fusedAdam();
    const step = (shape: number[]) => {
      const weight = tf.variable(tf.zeros(shape), true, 'reshaped');
      const gradient = tf.ones(shape);
      try {
        optimizer.applyGradients({ reshaped: gradient });
      } finally {
        tf.dispose([weight, gradient]);
      }
    };
    step([2, 3]);
    expect(() => step([3, 3])).toThrow(
      new Error(
        'fusedAdam: the weight reshaped had the shape [2, 3] and now has [3, 3]. Make a new optimizer for another model',
      ),
    );
    optimizer.dispose();
  });

  it('say that a state is of other weights, at every step', async () => {
    const names = ['one', 'two', 'three', 'four'];
    const state = ['iter', ...names, ...names].map((name, i) => ({ name, shape: [1], values: [i] }));
    const field = new WeightField(fusedAdam());
    await restore(field.optimizer, state);
    const [a, b, c] = field.weights.map(({ name }) => name);
    const message = new Error(
      'fusedAdam: the restored state is of 4 weights (one [1], two [1], three [1], …); trained now are 4 weights ' +
        `(${a} [3, 2], ${b} [], ${c} [17], …). Restore it for the model that it was saved from, with the same layers frozen`,
    );
    expect(() => field.step(1)).toThrow(message);
    expect(() => field.step(1)).toThrow(message);
    field.dispose();
  });

  it('say what a state must be', async () => {
    const message = (shapes: string) =>
      'fusedAdam: a state must be the number of steps, then m of every weight, then v of every weight; received ' +
      `tensors of the shapes ${shapes}`;
    const fails = (shapes: number[][], text: string) =>
      expect(
        restore(
          fusedAdam(),
          shapes.map((shape, i) => ({ name: `${i}`, shape, values: Array(tf.util.sizeFromShape(shape)).fill(0) })),
        ),
      ).rejects.toThrow(new RangeError(message(text)));
    await fails([], 'none');
    await fails([[], [2]], '[], [2]');
    await fails([[], [2], [1]], '[], [2], [1]');
  });
});
