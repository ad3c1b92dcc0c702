import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { RASM } from '../../src/layers/rasm';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, modelOf, outputOf, setWeights } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, RASM, {
    options: {
      dropBlock: { blockSize: 3, keepProb: 0.8, perChannel: true, rampSteps: 0 },
      grid: 'asymmetric',
      convBias: false,
      momentum: 0.9,
      seed: 5,
    },
    inputs: [
      [6, 4, 2],
      [3, 2, 3],
    ],
  });

  it('is f1(low) + f1(u) + MSAM(MSRB2(MSRB1([u; low]))) with u = b2(high)', async () => {
    const block = new RASM({ name: 'block', dropBlock: null });
    const model = modelOf(block, [
      [4, 4, 1],
      [2, 2, 1],
    ]);
    setWeights(block, {
      'low/conv/kernel': [1],
      'high/conv/kernel': [10],
      'msrb1/shortcut/conv/kernel': [3, 100],
      'msrb2/shortcut/conv/kernel': [1],
    });
    const y = await outputOf(block, [tf.fill([1, 4, 4, 1], 1), tf.fill([1, 2, 2, 1], 2)]);
    expectClose(y, new Array(16).fill(1 + 20 + (3 * 2 + 100 * 1) / 2), 1e-6); // the gate is ½
    model.dispose();
  });
});

it('has 20 (Cl + Ch) Co + 69 Co² + 46 Co trainable and 30 Co other parameters', () => {
  const block = new RASM({ name: 'block' });
  const model = modelOf(block, [
    [null, null, 3],
    [null, null, 5],
  ]);
  expect(countsOf(block)).toEqual([20 * 8 * 3 + 69 * 9 + 46 * 3, 90]);
  model.dispose();
});

it('hands its settings of DropBlock to both MSRBs', () => {
  const dropBlock = { blockSize: 5, keepProb: 0.7, perChannel: false, rampSteps: 9 };
  const block = new RASM({ name: 'block', dropBlock });
  const model = modelOf(block, [
    [8, 8, 2],
    [4, 4, 2],
  ]);
  const configs = block.parts.filter(({ name }) => name.startsWith('msrb')).map((part) => part.getConfig());
  expect(configs).toMatchObject([{ dropBlock }, { dropBlock }]);
  model.dispose();
});

it('refuses maps of which one is not twice the other', () => {
  const [low, high] = [tf.input({ shape: [8, 8, 2] }), tf.input({ shape: [3, 4, 2] })];
  expect(() => new RASM({ name: 'block' }).apply([low, high])).toThrow(
    new RangeError('RASM: the first map must be twice as high and wide as the second; received 8×8 and 3×4'),
  );
});

it.each([
  [{ dropBlock: { rampSteps: -1 } }, 'RASM: `rampSteps` must be an integer of at least 0; received -1'],
  [{ grid: 'cubic' as 'halfPixel' }, 'RASM: `grid` must be one of halfPixel, asymmetric; received "cubic"'],
  [{ momentum: 2 }, 'RASM: `momentum` must be from 0 to 1; received 2'],
  [{ seed: 0.1 }, 'RASM: `seed` must be an integer or null; received 0.1'],
])('refuses %o', (options, message) => {
  expect(() => new RASM(options)).toThrow(new RangeError(message));
});

it('refuses a single map', () => {
  expect(() => new RASM({ name: 'block' }).apply(tf.input({ shape: [8, 8, 2] }))).toThrow(
    new RangeError('RASM "block": `inputs` must be 2 maps; received 1'),
  );
});
