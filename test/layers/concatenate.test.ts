import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { Concatenate } from '../../src/layers/concatenate';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { image, modelOf, outputOf } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, Concatenate, {
    options: {},
    inputs: [
      [3, 4, 2],
      [3, 4, 1],
      [3, 4, 3],
    ],
  });

  it('puts the channels of the first map first', async () => {
    const y = await outputOf(new Concatenate(), [image([[1, 2]]), image([[-3, -4]])]);
    expect(y).toEqual([1, -3, 2, -4]);
  });
});

it('refuses maps of unequal sizes', () => {
  const shapes = [
    [4, 5, 1],
    [4, 6, 2],
  ];
  expect(() => modelOf(new Concatenate(), shapes)).toThrow(
    new RangeError('Concatenate: `inputs` must be maps of one size; received 4×5, 4×6'),
  );
});

it('takes open sides beside known ones', () => {
  const shapes = [
    [null, 5, 1],
    [4, null, 2],
  ];
  expect(modelOf(new Concatenate(), shapes).outputs[0]!.shape).toEqual([null, null, 5, 3]);
});

it('refuses a single map', () => {
  expect(() => new Concatenate().apply(tf.input({ shape: [4, 5, 1] }))).toThrow(
    new RangeError('Concatenate: `inputs` must be at least two maps; received 1'),
  );
});
