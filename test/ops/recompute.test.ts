import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { conv2d } from '../../src/ops/conv2d';
import { recompute } from '../../src/ops/recompute';
import { forEachBackend } from '../support/backends';
import { differentiate, randomValues } from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

const plain = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.mul(conv2d(tf.sigmoid(x), filter), x);

/** The same with the filter as a variable that is read inside. */
const frugal = (x: tf.Tensor4D, filter: tf.Tensor4D) =>
  recompute(
    [x],
    () => [filter],
    ([again]) => plain(again as tf.Tensor4D, filter),
  );

const inputs = [randomValues([2, 4, 5, 2], 1), randomValues([3, 3, 2, 2], 2)];

forEachBackend(() => {
  describe('recompute', () => {
    it('changes neither the value nor a gradient', async () => {
      expect(await differentiate(frugal, inputs)).toEqual(await differentiate(plain, inputs));
    });

    it('leaks nothing', () => {
      expectNoLeaks(frugal, inputs);
    });
  });
});

describe('recompute', () => {
  it('computes once, and a second time for a gradient', () => {
    const calls: boolean[] = [];
    const square = (x: tf.Tensor) =>
      recompute(
        [x],
        () => [],
        ([input], again) => {
          calls.push(again);
          return tf.square(input!);
        },
      );
    tf.tidy(() => square(tf.scalar(1)));
    expect(calls).toEqual([false]);
    tf.tidy(() => tf.grad(square)(tf.scalar(1)));
    expect(calls).toEqual([false, false, true]);
  });

  it('gives zeros for a variable that the function does not read', () => {
    const unused = tf.variable(tf.ones([3]));
    const double = (x: tf.Tensor) =>
      recompute(
        [x],
        () => [unused],
        ([input]) => tf.add(input!, input!),
      );
    const { grads } = tf.tidy(() => tf.variableGrads(() => double(tf.scalar(1)) as tf.Scalar, [unused]));
    expect(grads[unused.name]!.dataSync()).toEqual(Float32Array.of(0, 0, 0));
    unused.dispose();
  });
});
