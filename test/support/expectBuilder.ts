import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import type { HeadOptions } from '../../src/models/head';
import type { InputShape } from '../../src/models/inputImage';
import { useBackend } from '../../src/node/backends/useBackend';
import { expectClose, randomTensor } from './gradients';
import { outputOf, read, shake, valuesOf } from './layers';

/** What all builders take. */
interface CommonOptions extends HeadOptions {
  baseFilters?: number;
  momentum?: number;
  seed?: number | null;
}

/** An example of a builder that what builders share is tested on. */
export interface BuilderExample {
  /** A narrow network, and all that the options say. */
  build: (shape: InputShape, options?: CommonOptions) => tf.LayersModel;
  /** What sides must be multiples of, in pixels. */
  multiple: number;
  /** The least side, in pixels. @defaultValue `multiple` */
  atLeast?: number;
  /** Names of the layers of the encoder. */
  encoder: RegExp;
  /** Whether the option of the width is `baseFilters`. @defaultValue `true` */
  baseFilters?: boolean;
}

/** What every builder must hold: outputs, open sides, freezing, and how bad shapes and options are refused. */
export function expectBuilder(
  name: string,
  { build, multiple, atLeast = multiple, encoder, baseFilters = true }: BuilderExample,
): void {
  const picture = () => randomTensor([1, atLeast, atLeast, 1], 5);
  const pixels = atLeast * atLeast;

  /** What a narrow network gives for a random picture. */
  async function predict(options: CommonOptions, sides: number | null = atLeast): Promise<number[]> {
    const model = build([sides, sides, 1], { seed: 1, ...options });
    const y = await outputOf(model, picture());
    model.dispose();
    return y;
  }

  describe(`${name}, as every builder,`, () => {
    beforeAll(() => useBackend('wasm', { log: null }));

    it('gives probabilities: the sigmoid of what activation linear gives', async () => {
      const logits = await predict({ activation: 'linear' });
      expect(Math.min(...logits)).toBeLessThan(Math.max(...logits));
      const sigmoid = logits.map((z) => 1 / (1 + Math.exp(-z)));
      expectClose(await predict({}), sigmoid, 1e-5);
    });

    it('gives probabilities that add up to 1 for several classes: the softmax of the logits', async () => {
      const logits = await predict({ classes: 3, activation: 'linear' });
      expect(logits).toHaveLength(3 * pixels);
      const softmax = tf.tidy(() => tf.softmax(tf.tensor2d(logits, [pixels, 3])));
      expectClose(await predict({ classes: 3 }), await read(softmax), 1e-5);
    });

    it('gives independent masks with activation sigmoid', async () => {
      const y = await predict({ classes: 3, activation: 'sigmoid' });
      expect(y[0]! + y[1]! + y[2]!).not.toBeCloseTo(1, 2);
    });

    it.each([
      [atLeast, atLeast],
      [atLeast + 2 * multiple, atLeast + multiple],
    ])('with open sides takes images of %i×%i', async (height, width) => {
      const model = build([null, null, 2], { seed: 1 });
      expect(await outputOf(model, tf.ones([1, height, width, 2]))).toHaveLength(height * width);
      model.dispose();
    });

    it('with open sides gives what it gives with known ones', async () => {
      expect(await predict({}, null)).toEqual(await predict({}));
    });

    it('with a frozen encoder trains all but that', async () => {
      const model = build([atLeast, atLeast, 1], { seed: 1 });
      shake(model);
      const layers = model.layers.filter((layer) => layer.weights.length > 0);
      const frozen = layers.filter((layer) => encoder.test(layer.name));
      const free = layers.filter((layer) => !encoder.test(layer.name));
      for (const layer of frozen) layer.trainable = false;
      const values = (part: tf.layers.Layer[]) =>
        Promise.all(part.flatMap(({ weights }) => weights).map((weight) => valuesOf([weight])));
      const [frozenBefore, freeBefore] = [await values(frozen), await values(free)];
      const optimizer = tf.train.sgd(0.1);
      model.compile({ optimizer, loss: bceDiceLoss() });
      const [x, y] = [picture(), tf.ones([1, atLeast, atLeast, 1])];
      await model.fit(x, y, { epochs: 2, verbose: 0 });
      expect(frozen.length).toBeGreaterThan(0);
      expect(await values(frozen)).toEqual(frozenBefore);
      const moved = (await values(free)).filter((value, i) => String(value) !== String(freeBefore[i]));
      expect(moved.length).toBeGreaterThan(freeBefore.length / 2);
      tf.dispose([x, y]);
      optimizer.dispose();
      model.dispose();
    });

    const minimum = atLeast > multiple ? ` and at least ${atLeast}` : '';
    const sides = `height and width must be divisible by ${multiple}${minimum}; received`;
    const next = atLeast + multiple;

    it.each<[(number | null)[], string]>([
      [[next - 1, next, 1], `${sides} ${next - 1}×${next}. Pad to ${next}×${next}`],
      [[0, -1, 1], `${sides} 0×-1. Pad to ${atLeast}×${atLeast}`],
      [[null, next - 1, 1], `${sides} null×${next - 1}. Pad to null×${next}`],
      [[next, atLeast + 0.5, 1], `${sides} ${next}×${atLeast + 0.5}. Pad to ${next}×${next}`],
      [[next, next, 0], '`channels` must be a positive integer; received 0'],
      [[next, next], '`channels` must be a positive integer; received undefined'],
    ])('refuses the shape %j', (shape, message) => {
      expect(() => build(shape as InputShape)).toThrow(new RangeError(`${name}: ${message}`));
    });

    it.each<[unknown, string]>([
      [undefined, 'undefined'],
      ['512', '"512"'],
      [[Number.NaN, next, 1], `[NaN, ${next}, 1]`],
      [[next, undefined, 1], `[${next}, undefined, 1]`],
      [[1, next, next, 1], `[1, ${next}, ${next}, 1]`],
    ])('refuses %j, which is no shape', (shape, received) => {
      const expected = '`inputShape` must be [height, width, channels], with null for a side that varies';
      expect(() => build(shape as InputShape)).toThrow(new RangeError(`${name}: ${expected}; received ${received}`));
    });

    it('refuses images of other sizes when they come', () => {
      const model = build([null, null, 1]);
      const x = tf.zeros([1, next - 1, next, 1]);
      const before = tf.memory().numTensors;
      expect(() => model.predict(x)).toThrow(
        new RangeError(`input image: ${sides} ${next - 1}×${next}. Pad to ${next}×${next}`),
      );
      expect(tf.memory().numTensors).toBe(before);
      x.dispose();
      model.dispose();
    });

    const width: [object, string] = [{ baseFilters: 0 }, '`baseFilters` must be a positive integer; received 0'];

    it.each<[object, string]>([
      ...(baseFilters ? [width] : []),
      [{ classes: 1.5 }, '`classes` must be a positive integer; received 1.5'],
      [{ activation: 'relu' }, '`activation` must be one of sigmoid, softmax, linear; received "relu"'],
      [{ activation: 'softmax' }, '`activation` must be sigmoid or linear with one class; received "softmax"'],
      [{ momentum: 2 }, '`momentum` must be from 0 to 1; received 2'],
      [{ seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
    ])('refuses %j', (options, message) => {
      expect(() => build([atLeast, atLeast, 1], options)).toThrow(new RangeError(`${name}: ${message}`));
    });
  });
}
