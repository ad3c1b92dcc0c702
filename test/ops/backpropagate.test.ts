import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { backpropagate } from '../../src/ops/backpropagate';
import { batchNormRelu } from '../../src/ops/batchNormRelu';
import { channelMoments } from '../../src/ops/channelMoments';
import { conv2d } from '../../src/ops/conv2d';
import { forEachBackend } from '../support/backends';
import { randomTensor, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

const maps = () => [
  randomTensor<tf.Tensor4D>([2, 5, 4, 3], 1),
  randomTensor<tf.Tensor4D>([3, 3, 3, 3], 2),
  randomTensor<tf.Tensor4D>([3], 3),
];

/** A convolution, its normalisation, a shortcut: tensors with one reader and with several. */
function block([x, filter, gamma]: tf.Tensor[]): tf.Tensor4D {
  const y = conv2d(x as tf.Tensor4D, filter as tf.Tensor4D);
  const normal = batchNormRelu(y, channelMoments(y), gamma as tf.Tensor1D, tf.zeros([3]), 1e-3);
  return tf.add<tf.Tensor4D>(tf.mul(normal, normal), tf.add(x!, tf.sigmoid(x!)));
}

forEachBackend(() => {
  describe('backpropagate', () => {
    it('gives exactly what tf.grads gives', async () => {
      const own = await read(() => {
        const xs = maps();
        const { value, gradients } = backpropagate(() => block(xs), xs, randomTensor([2, 5, 4, 3], 4));
        return [value, ...gradients.map((gradient) => gradient!)];
      });
      const stock = await read(() => {
        const xs = maps();
        const dy = randomTensor([2, 5, 4, 3], 4);
        return [block(xs), ...tf.grads((...inputs) => block(inputs))(xs, dy)];
      });
      expect(own).toEqual(stock);
    });

    it('leaves nothing behind but its results', async () => {
      const xs = maps();
      const run = () => backpropagate(() => block(xs), xs);
      const dispose = ({ value, gradients }: ReturnType<typeof run>) =>
        tf.dispose([value, ...gradients.map((gradient) => gradient!)]);
      dispose(run());
      const before = memoryInUse();
      const results = run();
      expect(tf.memory().numTensors).toBe(before.numTensors + 4);
      dispose(results);
      expect(memoryInUse()).toEqual(before);
      tf.dispose(xs);
    });

    it('works inside the gradient of another function', async () => {
      const square = tf.customGrad((...args) => {
        const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
        save([x]);
        const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
          backpropagate(() => tf.square(saved!), [saved!], dy).gradients[0]!;
        return { value: tf.square(x), gradFunc };
      });
      const [dx] = await read(() => tf.grad((x) => tf.exp(square(tf.exp(x))))(tf.scalar(0.1)));
      const inner = Math.exp(0.2); // (e^x)²
      expect(dx![0]).toBeCloseTo(Math.exp(inner) * 2 * inner, 4);
    });
  });
});

describe('backpropagate', () => {
  it('gives null for what the result does not depend on', async () => {
    await tf.setBackend('cpu');
    const [x, other] = [tf.scalar(3), tf.scalar(4)];
    const { value, gradients } = backpropagate(() => tf.square(x), [other, x]);
    expect(gradients[0]).toBeNull();
    expect(gradients[1]!.dataSync()).toEqual(Float32Array.of(6));
    tf.dispose([x, other, value, gradients[1]!]);
  });

  it('tells the gradients of a tensor apart from those of its sum with itself, and of the result from itself', () => {
    const x = tf.scalar(3);
    const same = (a: tf.Tensor, b: tf.Tensor) =>
      tf.customGrad(() => ({ value: tf.add(a, b), gradFunc: (dy) => [dy, dy] }))(a, b);
    const { value, gradients } = backpropagate(() => same(x, x), [x]);
    expect(gradients[0]!.dataSync()).toEqual(Float32Array.of(2));
    const identity = backpropagate(() => x, [x]);
    expect(identity.gradients[0]!.dataSync()).toEqual(Float32Array.of(1));
    tf.dispose([x, value, gradients[0]!, identity.gradients[0]!]);
  });

  it('takes a tensor that was kept for the gradient as the gradient itself', () => {
    const total = tf.customGrad((...args) => {
      const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
      save([tf.onesLike(x)]);
      return { value: tf.sum(x), gradFunc: (_, [ones]) => ones! };
    });
    const x = tf.tensor1d([1, 2]);
    const { value, gradients } = backpropagate(() => total(tf.square(x)), [x]);
    expect(gradients[0]!.dataSync()).toEqual(Float32Array.of(2, 4));
    const alone = backpropagate(() => total(x), [x]);
    expect(alone.gradients[0]!.dataSync()).toEqual(Float32Array.of(1, 1));
    tf.dispose([x, value, gradients[0]!, alone.value, alone.gradients[0]!]);
  });

  it('frees what it holds when the function throws, and what runs afterwards is not affected', () => {
    const before = tf.memory().numTensors;
    const broken = () => {
      tf.square(tf.scalar(2));
      throw new Error('broken');
    };
    expect(() => backpropagate(broken, [])).toThrow('broken');
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.engine().state).toMatchObject({ gradientDepth: 0, activeTape: null });
  });

  it('does not pretend to have gradients of its own', () => {
    const nested = (x: tf.Tensor) => backpropagate(() => tf.square(x), [x]).gradients[0]!;
    expect(() => tf.tidy(() => tf.grad(nested)(tf.scalar(1)))).toThrow(
      new Error('backpropagate: gradients of gradients are not supported'),
    );
  });
});
