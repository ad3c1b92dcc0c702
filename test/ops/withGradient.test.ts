import type * as tf from '@tensorflow/tfjs';
import { describe, it } from 'vitest';

import { withGradient } from '../../src/ops/withGradient';
import { forEachBackend } from '../support/backends';
import { differentiate, expectClose, randomValues } from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

/** The product, with the gradients 10 dy b and 100 dy a, and litter in both directions. */
const product = (a: tf.Tensor, b: tf.Tensor) =>
  withGradient([a, b], {
    forward: () => ({ value: a.add(0).mul(b), saved: [a, b] }),
    gradients: (dy, [a, b]) => [dy.mul(b!).add(0).mul(10), dy.mul(a!).add(0).mul(100)],
  });

forEachBackend(() => {
  describe('withGradient', () => {
    it('uses the gradients it is given, in the order of the inputs', async () => {
      const [a, b] = [randomValues([2, 3], 1), randomValues([2, 3], 2)];
      const { value, dy, gradients } = await differentiate(product, [a, b]);
      expectClose(
        value,
        a.values.map((v, i) => v * b.values[i]!),
        1e-6,
      );
      expectClose(
        gradients[0]!,
        dy.values.map((g, i) => 10 * g * b.values[i]!),
        1e-6,
      );
      expectClose(
        gradients[1]!,
        dy.values.map((g, i) => 100 * g * a.values[i]!),
        1e-6,
      );
    });

    it('frees what the value and the gradients took', () => {
      expectNoLeaks(product, [randomValues([2, 3], 1), randomValues([2, 3], 2)]);
    });
  });
});
