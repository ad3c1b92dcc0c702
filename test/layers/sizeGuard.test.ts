import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { SizeGuard } from '../../src/layers/sizeGuard';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { modelOf, outputOf } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, SizeGuard, { options: { multiple: 2, atLeast: 4 }, inputs: [[4, 6, 1]] });

  it('hands a legal map on as it is', async () => {
    expect(await outputOf(new SizeGuard({ multiple: 2 }), tf.tensor4d([1, -2, 3, -4], [1, 2, 2, 1]))).toEqual([
      1, -2, 3, -4,
    ]);
  });

  it.each([
    [24, 32, 'input image: height and width must be divisible by 16 and at least 32; received 24×32. Pad to 32×32'],
    [16, 50, 'input image: height and width must be divisible by 16 and at least 32; received 16×50. Pad to 32×64'],
  ])('refuses %i×%i when data come', (height, width, message) => {
    const model = modelOf(new SizeGuard({ name: 'size', multiple: 16, atLeast: 32 }), [[null, null, 1]]);
    const x = tf.zeros([1, height, width, 1]);
    const before = tf.memory().numTensors;
    expect(() => model.predict(x)).toThrow(new RangeError(message));
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });
});

it('asks for no more than one multiple by default', () => {
  const guard = new SizeGuard({ name: 'size', multiple: 16 });
  const x = tf.zeros([1, 16, 20, 1]);
  expect(() => guard.apply(x)).toThrow(
    new RangeError('input image: height and width must be divisible by 16; received 16×20. Pad to 16×32'),
  );
  x.dispose();
});

it('computes with legal shapes only', () => {
  const guard = new SizeGuard({ multiple: 16 });
  expect(guard.computeOutputShape([1, null, 32, 3])).toEqual([1, null, 32, 3]);
  expect(() => guard.computeOutputShape([1, 40, null, 3])).toThrow(
    new RangeError('input image: height and width must be divisible by 16; received 40×null. Pad to 48×null'),
  );
});

it.each([
  [{ multiple: 0 }, 'SizeGuard: `multiple` must be a positive integer; received 0'],
  [{ multiple: 2, atLeast: -2 }, 'SizeGuard: `atLeast` must be a positive integer; received -2'],
])('refuses %o', (options, message) => {
  expect(() => new SizeGuard(options)).toThrow(new RangeError(message));
});
