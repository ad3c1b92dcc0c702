import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { variableGradients } from '../../src/ops/variableGradients';

describe('variableGradients', () => {
  let [a, b, frozen]: tf.Variable[] = [];
  beforeAll(async () => {
    await tf.setBackend('cpu');
    a = tf.variable(tf.scalar(2), true, 'a');
    b = tf.variable(tf.scalar(5), true, 'b');
    frozen = tf.variable(tf.scalar(3), false, 'frozen');
  });
  afterAll(() => tf.dispose([a!, b!, frozen!]));
  const loss = () => tf.mul<tf.Scalar>(tf.square(a!), frozen!);

  it.each([
    ['the variables named', () => [a!, b!, frozen!]],
    ['all variables', () => undefined],
  ])('gives what tf.variableGrads gives of %s', (_, variables) => {
    const read = ({ value, grads }: ReturnType<typeof variableGradients>) => [
      value.dataSync(),
      Object.entries(grads).map(([name, gradient]) => [name, gradient?.dataSync() ?? null]),
    ];
    tf.tidy(() => {
      expect(read(variableGradients(loss, variables()))).toEqual(read(tf.variableGrads(loss, variables())));
    });
  });

  it('refuses a loss that depends on no trainable variable', () => {
    expect(() => tf.tidy(() => variableGradients(loss, [b!, frozen!]))).toThrow(
      new Error('variableGradients: the loss depends on none of the 2 variables that is trainable'),
    );
  });

  it('refuses a loss that is no scalar', () => {
    expect(() => tf.tidy(() => variableGradients(() => tf.mul(a!, tf.ones([2, 3])), [a!]))).toThrow(
      new RangeError('variableGradients: a loss must be a scalar; received the shape [2, 3]'),
    );
  });
});
