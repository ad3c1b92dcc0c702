import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import type { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';
import { partSeed, resolveUnitOptions, unitsOf } from '../../src/layers/unit';

it('resolveUnitOptions fills in the defaults', () => {
  expect(resolveUnitOptions('Block', {})).toEqual({ convBias: true, momentum: 0.99, seed: null });
});

it('resolveUnitOptions keeps what is given', () => {
  const given = { convBias: false, momentum: 0, seed: 0 };
  expect(resolveUnitOptions('Block', given)).toEqual(given);
});

it('resolveUnitOptions complains in the name of its owner', () => {
  expect(() => resolveUnitOptions('Block', { momentum: -0.1 })).toThrow(
    new RangeError('Block: `momentum` must be from 0 to 1; received -0.1'),
  );
});

it('partSeed gives every name a seed of its own, never 0', () => {
  const seeds = ['single', 'double1', 'double2', 'fuse'].map((name) => partSeed(0, name));
  expect(new Set(seeds).size).toBe(4);
  expect(seeds).not.toContain(0);
  expect(partSeed(0, 'single')).toBe(seeds[0]);
});

it('partSeed of no seed is none', () => {
  expect(partSeed(null, 'single')).toBeNull();
});

it('unitsOf makes units of a name, width, size and rate', () => {
  const unit = unitsOf({ convBias: false, momentum: 0.5, seed: 3 });
  const { sourceLayer } = unit('rate4', 2, 3, 4)(tf.input({ shape: [8, 8, 1] })) as tf.SymbolicTensor;
  expect((sourceLayer as ConvBatchNormRelu).getConfig()).toMatchObject({
    name: 'rate4',
    filters: 2,
    kernelSize: 3,
    dilation: 4,
    convBias: false,
    momentum: 0.5,
    activation: 'relu',
    seed: partSeed(3, 'rate4'),
  });
  sourceLayer.dispose();
});
