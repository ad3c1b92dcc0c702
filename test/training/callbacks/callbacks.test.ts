import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';

import { EarlyStopping } from '../../../src/training/callbacks/earlyStopping';
import { ModelCheckpoint } from '../../../src/training/callbacks/modelCheckpoint';
import { Monitor } from '../../../src/training/callbacks/monitor';
import { ReduceLROnPlateau } from '../../../src/training/callbacks/reduceLROnPlateau';
import { fusedAdam } from '../../../src/training/optimizer/fusedAdam';

beforeAll(() => tf.setBackend('cpu'));

/** A model of one weight that goes from 0 towards 1; what is validated wants it to be `goal`. */
function scale(goal: number, optimizer: tf.Optimizer = tf.train.sgd(0.05)) {
  const layer = tf.layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const weight = () => model.getWeights()[0]!.dataSync()[0]!;
  const train = (callbacks: tf.Callback[], epochs = 12) =>
    model.fit(tf.ones([1, 1]), tf.ones([1, 1]), {
      ...{ epochs, callbacks, verbose: 0 },
      validationData: [tf.ones([1, 1]), tf.fill([1, 1], goal)],
    });
  return { model, weight, train };
}

/** Keeps the weight after each epoch. */
class Weights extends tf.Callback {
  readonly seen: number[] = [];
  override async onEpochEnd(): Promise<void> {
    this.seen.push(this.model.getWeights()[0]!.dataSync()[0]!);
  }
}

describe('EarlyStopping', () => {
  test('ends fit, and the model has the weights of the best epoch', async () => {
    const { train, weight } = scale(0.25); // passed after three epochs
    const [weights, stopping] = [new Weights(), new EarlyStopping({ patience: 3 })];
    const { epoch } = await train([weights, stopping]);
    expect(stopping.bestEpoch).toBe(3);
    expect(epoch).toHaveLength(6);
    expect(weight()).toBe(weights.seen[2]);
  });

  test('restores the best weights when the last epoch is reached', async () => {
    const { train, weight } = scale(0.25);
    const weights = new Weights();
    await train([weights, new EarlyStopping()], 5);
    expect(weight()).toBe(weights.seen[2]);
  });

  test('restores the best weights when another callback ends fit', async () => {
    const { train, weight, model } = scale(0.25);
    class Stop extends tf.Callback {
      override async onEpochEnd(epoch: number): Promise<void> {
        if (epoch === 3) model.stopTraining = true;
      }
    }
    const weights = new Weights();
    await train([weights, new EarlyStopping(), new Stop()]);
    expect(weights.seen).toHaveLength(4);
    expect(weight()).toBe(weights.seen[2]);
  });

  test('ends fit at the first loss that is not finite, and the model has the weights of the best epoch', async () => {
    const { model, weight } = scale(0.25);
    const [weights, stopping] = [new Weights(), new EarlyStopping()];
    class Spoil extends tf.Callback {
      override async onEpochBegin(epoch: number): Promise<void> {
        if (epoch === 4) model.layers[0]!.setWeights([tf.tensor2d([[Number.NaN]])]);
      }
    }
    const ones = tf.ones([1, 1]);
    const fit = model.fit(ones, ones, {
      ...{ epochs: 12, verbose: 0, callbacks: [weights, stopping, new Spoil()] },
      validationData: [ones, tf.fill([1, 1], 0.25)],
    });
    await expect(fit).rejects.toThrow(
      new Error(
        'EarlyStopping: `val_loss` is NaN. Lower the learning rate, and check that images and masks are finite',
      ),
    );
    expect(weights.seen).toHaveLength(5);
    expect(weight()).toBe(weights.seen[2]);
  });

  test('leaves the last weights where that is wanted', async () => {
    const { train, weight } = scale(0.25);
    const weights = new Weights();
    await train([weights, new EarlyStopping({ restoreBestWeights: false, patience: 1 })]);
    expect(weight()).toBe(weights.seen.at(-1));
    expect(weights.seen).toHaveLength(4);
  });

  test('begins anew with every fit, and leaks nothing', async () => {
    const { train } = scale(0.25);
    const stopping = new EarlyStopping({ patience: 2 });
    await train([stopping]);
    const before = tf.memory().numTensors;
    await train([stopping]);
    expect(stopping.bestEpoch).toBe(1);
    expect(tf.memory().numTensors - before).toBe(4); // the data
  });
});

describe('ReduceLROnPlateau', () => {
  test.each([
    ['sgd', () => tf.train.sgd(0.5)],
    ['momentum', () => tf.train.momentum(0.5, 0.1)],
    ['adam', () => tf.train.adam(0.5)],
    ['rmsprop', () => tf.train.rmsprop(0.5)],
    ['fusedAdam', () => fusedAdam({ learningRate: 0.5 })],
  ])('lowers the learning rate of %s', async (_, make) => {
    const optimizer = make();
    const { train } = scale(0, optimizer);
    await train([new ReduceLROnPlateau({ patience: 1, factor: 0.1, minDelta: 1e9 })], 3);
    expect((optimizer as { learningRate?: number }).learningRate).toBeCloseTo(0.005, 9);
  });

  test('makes steps of sgd smaller', async () => {
    const { train } = scale(-9, tf.train.sgd(0.25));
    const weights = new Weights();
    await train([weights, new ReduceLROnPlateau({ patience: 1, factor: 0.5 })], 3);
    expect(weights.seen).toEqual([0.5, 0.75, 0.75 + 0.25 * 2 * 0.125]); // 1/4, 1/4, then 1/8 of twice the distance
  });

  test('says that an optimizer has no learning rate', async () => {
    class Still extends tf.Optimizer {
      static readonly className = 'Still';
      override applyGradients(): void {}
      override getConfig() {
        return {};
      }
    }
    await expect(scale(1, new Still()).train([new ReduceLROnPlateau()])).rejects.toThrow(
      new Error('ReduceLROnPlateau: Still has no learning rate. Compile with another optimizer'),
    );
  });

  test('refuses options out of range by its name', () => {
    expect(() => new ReduceLROnPlateau({ factor: 2 })).toThrow(
      new RangeError('ReduceLROnPlateau: `factor` must be above 0 and below 1; received 2'),
    );
    expect(() => new EarlyStopping({ patience: 0 })).toThrow(
      new RangeError('EarlyStopping: `patience` must be a positive integer; received 0'),
    );
  });
});

describe('ModelCheckpoint', () => {
  /** A place for models, and the weight of each that was saved. */
  function place() {
    const saved: number[] = [];
    const handler = tf.io.withSaveHandler(async ({ weightData }) => {
      saved.push(new Float32Array(weightData as ArrayBuffer)[0]!);
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    });
    return { saved, handler };
  }

  test('saves the epochs that are better than all before', async () => {
    const { saved, handler } = place();
    const weights = new Weights();
    await scale(0.25).train([weights, new ModelCheckpoint(handler)], 6);
    expect(saved).toEqual(weights.seen.slice(0, 3));
  });

  test('saves every epoch to a place of its own', async () => {
    const { saved, handler } = place();
    const epochs: number[] = [];
    const target = (epoch: number) => {
      epochs.push(epoch);
      return handler;
    };
    const weights = new Weights();
    await scale(0.25).train([weights, new ModelCheckpoint(target, { bestOnly: false })], 6);
    expect(saved).toEqual(weights.seen);
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('Monitor', () => {
  test.each([
    ['val_loss', 3],
    ['loss', 3],
    ['val_diceCoefficient', -3],
    ['recall', -3],
    ['acc', -3],
  ])('knows which way %s is better', async (monitor, value) => {
    expect(await new Monitor('EarlyStopping', { monitor }).read({ [monitor]: 3 })).toBe(value);
  });

  test('demands the mode of other numbers', async () => {
    expect(() => new Monitor('EarlyStopping', { monitor: 'val_mine' })).toThrow(
      new RangeError("EarlyStopping: `mode` must be 'min' or 'max' for `val_mine`, which is not known; received null"),
    );
    expect(await new Monitor('EarlyStopping', { monitor: 'val_mine', mode: 'max' }).read({ val_mine: 3 })).toBe(-3);
  });

  test('says what the logs hold if it is not the number', async () => {
    await expect(new Monitor('EarlyStopping', {}).read({ loss: 1, acc: 1 })).rejects.toThrow(
      new Error(
        'EarlyStopping: the logs hold loss, acc, but no `val_loss`. Pass another `monitor`, or `validationData` to `fit` for ' +
          'one that begins with val_',
      ),
    );
  });
});
