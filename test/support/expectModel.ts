import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { diceCoefficient } from '../../src/metrics/diceCoefficient';
import { intersectionOverUnion } from '../../src/metrics/intersectionOverUnion';
import { precision } from '../../src/metrics/precision';
import { recall } from '../../src/metrics/recall';
import type { BackendName } from '../../src/node/backends/useBackend';
import { expectGradients, randomTensor } from './gradients';
import { asFunction, call, namesOf, pointOf, predictionsOf, read, shake, valuesOf } from './layers';
import { nightly } from './nightly';
import { expectSameConfig, expectSameWhenLoaded, loaderOn } from './saved';
import { artifactsOf } from './tinyModel';

type Shape = [height: number | null, width: number | null, channels: number];

/** An example of a model that its contract is tested on, small enough to train in a test. */
export interface ModelExample {
  /** Builds it for one class. */
  build: (shape: Shape, seed: number | null) => tf.LayersModel;
  /** The least size that is legal, in pixels. */
  size: number;
  /** The size after that. */
  larger: number;
  /**
   * The size at which gradients are checked, in pixels: where a batch has few pixels, deep networks with normalisation are
   * so steep that finite differences say nothing. @defaultValue `size`
   */
  gradientSize?: number;
  /** Whether it drops at random in training. @defaultValue `true` */
  drops?: boolean;
  /** Whether it is too large for training on cpu, and for finite differences of single elements. @defaultValue `false` */
  large?: boolean;
  /** Whether it is trained on WebGPU too, where it takes minutes if that is emulated. @defaultValue `false` */
  trainsOnWebgpu?: boolean;
}

/** What every model must hold: shapes, options, gradients, freezing, names, seeds, training, saving, no leaks. */
export function expectModel(
  backend: BackendName,
  { build, size, larger, gradientSize = size, drops = true, large = false, trainsOnWebgpu = false }: ModelExample,
): void {
  const shape: Shape = [size, size, 1];
  const make = (sides: Shape = shape) => {
    const model = build(sides, 1);
    shake(model);
    return model;
  };
  const picture = () => randomTensor([2, ...(shape as number[])], 11);
  const masks = (x: tf.Tensor) => tf.tidy(() => x.greater(0).toFloat());

  describe('the contract of a model', { timeout: backend === 'webgpu' ? 600_000 : 120_000 }, () => {
    it.each(['known', 'open'])('gives a mask as large as the image, sides %s', (sides) => {
      const model = make(sides === 'open' ? [null, null, 1] : [size, larger, 1]);
      expect(model.outputs[0]!.shape).toEqual(sides === 'open' ? [null, null, null, 1] : [null, size, larger, 1]);
      const x = tf.zeros([1, size, larger, 1]);
      const y = model.predict(x) as tf.Tensor;
      expect(y.shape).toEqual([1, size, larger, 1]);
      tf.dispose([x, y]);
      model.dispose();
    });

    it('keeps every option through toJSON and modelFromJSON', async () => {
      const model = make();
      await expectSameConfig(model);
      model.dispose();
    });

    const emulated = backend === 'webgpu';
    const trains = emulated ? trainsOnWebgpu : backend !== 'cpu' || !large;
    const hasPasses = trains || !emulated; // forward, as in training: far cheaper than a step
    const waits = backend === 'cpu' && !nightly; // half a minute there, a second on others
    if (!trains || emulated || waits)
      console.log(
        `A model is not held against finite differences${trains ? '' : ', nor trained,'} on ${backend}: ` +
          `${waits ? 'that waits for npm run nightly' : 'it takes minutes there'}. Its layers are, and the model on the ` +
          'other backends.',
      );
    else
      it.each(['training', 'inference'])('has the gradients of finite differences in %s', async (mode) => {
        const model = make([gradientSize, gradientSize, 1]);
        const f = asFunction(model, mode === 'training');
        // Where a pass is slow, only along one random direction of the image and one of the weights.
        const elements = backend === 'cpu' || large ? 0 : 2;
        await expectGradients(f, await pointOf(model, model), { elements, tolerance: 1e-2 });
        model.dispose();
      });

    if (hasPasses)
      it('frozen, moves no moving average in training', async () => {
        const model = make();
        const x = picture();
        const averages = () => valuesOf(model.weights.filter(isAverage));
        const before = await averages();
        call(model, [x], true).dispose();
        expect(await averages()).not.toEqual(before);
        const moved = await averages();
        model.trainable = false;
        expect(model.trainableWeights).toEqual([]);
        call(model, [x], true).dispose();
        expect(await averages()).toEqual(moved);
        tf.dispose(x);
        model.dispose();
      });

    it('gives the weights of a second instance the same names, each once', () => {
      const [first, second] = [make(), make()];
      const names = namesOf(first.weights);
      expect(namesOf(second.weights)).toEqual(names);
      expect(new Set(names).size).toBe(names.length);
      first.dispose();
      second.dispose();
    });

    const weights = async (seed: number | null) => {
      const model = build(shape, seed);
      const values = await valuesOf(model.weights);
      model.dispose();
      return values;
    };
    it.each([0, 7])('starts from the same weights again with the seed %i, from others with another', async (seed) => {
      const first = await weights(seed);
      expect(await weights(seed)).toEqual(first);
      expect(await weights(seed + 1)).not.toEqual(first);
    });

    it('starts from other weights every time without a seed', async () => {
      expect(await weights(null)).not.toEqual(await weights(null));
    });

    if (trains)
      it('trains, evaluates, predicts and saves as any tfjs model, and leaks nothing', async () => {
        const atFirst = tf.memory().numTensors;
        const model = build(shape, 1);
        const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-7);
        const metrics = [diceCoefficient, intersectionOverUnion, precision, recall];
        model.compile({ optimizer, loss: bceDiceLoss(), metrics });
        const x = picture();
        const y = masks(x);

        const times = emulated ? 1 : 2; // a step takes half a minute there
        const { history } = await model.fit(x, y, { epochs: times, batchSize: 2, shuffle: false, verbose: 0 });
        expect(Object.keys(history)).toEqual(['loss', ...metrics.map(({ name }) => name)]);
        expect(Object.values(history).flat().every(Number.isFinite)).toBe(true);
        const afterSteps = tf.memory().numTensors;
        await model.fit(x, y, { epochs: 1, batchSize: 2, verbose: 0 });
        expect(tf.memory().numTensors).toBe(afterSteps);

        const pairs = tf.data.generator(function* () {
          for (let batch = 0; batch < times; batch++) yield { xs: x.clone(), ys: y.clone() };
        });
        await model.fitDataset(pairs, { epochs: 1, verbose: 0 });
        const scores = model.evaluate(x, y, { batchSize: 2 }) as tf.Scalar[];
        expect((await Promise.all(scores.map(read))).flat().every(Number.isFinite)).toBe(true);
        expect(await predictionsOf(model)).toHaveLength(y.size / 2); // of one image
        expect((await artifactsOf(model)).weightSpecs.map(({ name }) => name)).toEqual(namesOf(model.weights));

        optimizer.dispose();
        model.dispose();
        tf.dispose([x, y]);
        expect(tf.memory().numTensors).toBe(atFirst);
      });

    if (drops && hasPasses)
      it('draws the same masks in training again with the same seed', async () => {
        const outputs = async () => {
          const model = build(shape, 1);
          const x = picture();
          const y = [await read(call(model, [x], true)), await read(model.apply(x, { training: true }) as tf.Tensor)];
          tf.dispose(x);
          model.dispose();
          return y;
        };
        const [first, second] = [await outputs(), await outputs()];
        expect(second).toEqual(first);
        expect(first[1]).not.toEqual(first[0]);
      });

    const loader = backend === 'wasm' ? 'a fresh' : loaderOn(backend);
    it(`predicts bit by bit the same after ${loader} process has loaded it`, async () => {
      const model = make([null, null, 1]);
      await expectSameWhenLoaded(model, { loader });
      model.dispose();
    });
  });
}

const isAverage = ({ originalName }: tf.LayerVariable): boolean => originalName.includes('/moving_');
