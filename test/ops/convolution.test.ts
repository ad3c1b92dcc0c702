import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { convGeometry } from '../../src/kernels/convGeometry';
import { activationGradient } from '../../src/ops/activationGradient';
import { type ConvolutionKind, convolution } from '../../src/ops/convolution';
import { read } from '../support/gradients';

it.each<['relu' | 'relu6', number[]]>([
  ['relu', [0, 2, 3, 4]],
  ['relu6', [0, 2, 3, 0]],
])('activationGradient lets the gradient through inside the range of %s', async (activation, expected) => {
  const pixels = (values: number[]) => tf.tensor4d(values, [1, 1, 4, 1]);
  const [dx] = await read(() => activationGradient(pixels([1, 2, 3, 4]), pixels([0, 0.5, 5.5, 6]), activation));
  expect([...dx!]).toEqual(expected);
});

it('takes its gradients from its kind', async () => {
  const kind: ConvolutionKind = {
    name: 'odd',
    kernel: { name: 'MsaUnetOdd' },
    stock: { plain: 'Conv2D', fused: 'FusedConv2D' },
    geometry: (x, filter, options) => convGeometry('odd', x, filter, options),
    inputGradient: (dy) => tf.mul(dy, 7),
    filterGradient: (x) => tf.fill([1, 1, 1, 1], x.size),
  };
  const [dx, dFilter] = await read(() => {
    const [x, filter] = [tf.ones<tf.Rank.R4>([1, 2, 2, 1]), tf.ones<tf.Rank.R4>([1, 1, 1, 1])];
    return tf.grads((x: tf.Tensor, f: tf.Tensor) => convolution(kind, x as tf.Tensor4D, f as tf.Tensor4D, {}))([
      x,
      filter,
    ]);
  });
  expect([...dx!, ...dFilter!]).toEqual([7, 7, 7, 7, 4]);
});
