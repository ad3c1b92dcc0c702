import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { batchNormRelu } from '../../src/ops/batchNormRelu';
import { channelMoments } from '../../src/ops/channelMoments';
import { forEachBackend } from '../support/backends';
import { differentiate, expectClose, expectGradients, randomValues } from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

type Activation = 'relu' | 'relu6' | 'linear';
type Norm = (x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D) => tf.Tensor;

const ours =
  (epsilon: number, activation: Activation): Norm =>
  (x, gamma, beta) =>
    tf.tidy(() => batchNormRelu(x, channelMoments(x), gamma, beta, epsilon, activation));

/** The same of stock operations, which tfjs differentiates one by one. */
const composed =
  (epsilon: number, activation: Activation): Norm =>
  (x, gamma, beta) => {
    const centred = x.sub(x.mean([0, 1, 2]));
    const y = centred
      .div(centred.square().mean([0, 1, 2]).add(epsilon).sqrt())
      .mul(gamma)
      .add(beta);
    return activation === 'relu' ? y.relu() : activation === 'relu6' ? y.relu6() : y;
  };

/** A random map, γ and β; with a range of γ that takes values beyond 6 if need be. */
const inputs = (channels: number, activation: Activation = 'linear') => {
  const [gamma, beta] = [randomValues([channels], 4), randomValues([channels], 5)];
  if (activation === 'relu6') gamma.values = gamma.values.map((value) => 10 * value);
  return [randomValues([2, 5, 3, channels], 3), gamma, beta];
};

forEachBackend(() => {
  describe.each(['relu', 'relu6', 'linear'] as const)('batchNormRelu, %s', (activation) => {
    it.each([1, 3, 4, 6])('equals the composed operations and their gradients: %i channels', async (channels) => {
      const epsilon = 0.05;
      const { value, gradients } = await differentiate(ours(epsilon, activation), inputs(channels, activation));
      const expected = await differentiate(composed(epsilon, activation), inputs(channels, activation));
      expectClose(value, expected.value);
      for (const [i, gradient] of gradients.entries()) expectClose(gradient, expected.gradients[i]!);
    });

    it('agrees with finite differences', async () => {
      await expectGradients(ours(1e-3, activation), inputs(3, activation));
    });

    it('leaves no memory behind', () => {
      expectNoLeaks(ours(1e-3, activation), inputs(6, activation));
    });
  });

  describe('batchNormRelu', () => {
    it('gives every channel the mean β and, but for ε, the standard deviation |γ|', async () => {
      const [x] = inputs(4);
      const [gamma, beta] = [Float32Array.of(1, -2, 0.5, 3), Float32Array.of(0, 1, -1, 5)];
      const { value } = await differentiate(ours(1e-7, 'linear'), [
        x!,
        { shape: [4], values: gamma },
        { shape: [4], values: beta },
      ]);
      for (let c = 0; c < 4; c++) {
        const channel = value.filter((_, i) => i % 4 === c);
        const mean = channel.reduce((sum, v) => sum + v) / channel.length;
        const sd = Math.sqrt(channel.reduce((sum, v) => sum + (v - mean) ** 2, 0) / channel.length);
        expect(mean).toBeCloseTo(beta[c]!, 4);
        expect(sd).toBeCloseTo(Math.abs(gamma[c]!), 4);
      }
    });

    it('with relu6 gives 0, 6 and all between', async () => {
      const { value } = await differentiate(ours(1e-3, 'relu6'), inputs(4, 'relu6'));
      expect(value).toContain(0);
      expect(value).toContain(6);
      expect(value.filter((v) => v > 0 && v < 6).length).toBeGreaterThan(20);
      expect(Math.max(...value)).toBe(6);
    });

    it('gives a constant channel the value max(0, β) and no gradient', async () => {
      const flat = { shape: [2, 2, 2, 1], values: new Float32Array(8).fill(3) };
      const one = (value: number) => ({ shape: [1], values: Float32Array.of(value) });
      const { value, gradients } = await differentiate(ours(1e-3, 'relu'), [flat, one(2), one(-1)]);
      expect([...value]).toEqual(new Array(8).fill(0));
      expect(gradients.map((gradient) => Math.max(...gradient.map(Math.abs)))).toEqual([0, 0, 0]);
    });
  });
});
