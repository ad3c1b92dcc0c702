import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { TrainingGraph } from '../../src/graphs/trainingGraph';
import { drawn, moveWeight } from '../../src/ops/sideEffects';
import { variableGradients } from '../../src/ops/variableGradients';
import { forEachBackend } from '../support/backends';

/**
 * A layer `y = w x d + w` of a weight w, 3 at first, and a number d that is drawn: 1, 2, 3 … An average moves to the sum of x.
 * It counts how often the function is computed.
 */
function counted({ keepsInside = true, spoil = (x: tf.Tensor) => x } = {}) {
  const dense = tf.layers.dense({ units: 1 });
  dense.build([null, 1]);
  const [weight, average] = dense.weights as [tf.LayerVariable, tf.LayerVariable];
  const set = (value: number) => tf.tidy(() => void weight.write(tf.fill([1, 1], value)));
  set(3);
  const graph = new TrainingGraph();
  let [draws, calls] = [0, 0];
  const compute = (x: tf.Tensor) => {
    calls++;
    moveWeight(average, tf.sum(x).reshape([1]));
    const factor = drawn([1, 1], () => tf.fill([1, 1], ++draws));
    return tf.add(tf.mul(tf.mul(spoil(x), weight.read()), factor), weight.read());
  };
  const graphOf = (x: tf.Tensor, trainable = [weight]) => {
    const outputShape = [...x.shape];
    const weights = [weight, average];
    return graph.of({ inputs: [x], weights, trainable, outputShape, compute: () => compute(x), keepsInside });
  };
  const read = async (tensor: tf.Tensor) => {
    const [value] = await tensor.data();
    tensor.dispose();
    return value!;
  };
  /** Loss, which is the sum of y, its slope by w, and the average. */
  const step = async (values: number[]) => {
    const x = tf.tensor2d(values, [values.length, 1]);
    const loss = () => tf.sum<tf.Scalar>(graphOf(x)?.run([x], false) ?? compute(x));
    const { value, grads } = variableGradients(loss, [weight.read() as tf.Variable]);
    x.dispose();
    return [await read(value), await read(Object.values(grads)[0]!), await read(average.read().clone())];
  };
  return { step, set, graph, graphOf, weight, calls: () => calls };
}

const sum = (values: number[]) => values.reduce((a, b) => a + b);

forEachBackend((backend) => {
  const isGraph = backend === 'tensorflow';

  for (const keepsInside of [true, false])
    it(`draws, moves and follows weights at every step${keepsInside ? '' : ', also when the inside is not kept'}`, async () => {
      const { step, set, graph, calls } = counted({ keepsInside });
      for (const [i, w] of [3, 5, -1, 2].entries()) {
        const [d, x] = [i + 1, [1, i + 2]];
        set(w);
        expect(await step(x)).toEqual([w * d * sum(x) + 2 * w, d * sum(x) + 2, sum(x)]);
        expect(calls()).toBe(isGraph ? 1 : d);
      }
      graph.dispose();
    });

  it('has graphs for eight kinds of steps, and takes others as ever', async () => {
    const { step, graph, calls } = counted();
    for (let size = 1; size <= 8; size++) await step(Array(size).fill(1));
    for (let size = 1; size <= 8; size++) await step(Array(size).fill(1));
    expect(calls()).toBe(isGraph ? 8 : 16);
    const before = calls();
    await step(Array(9).fill(1));
    await step(Array(9).fill(1));
    expect(calls() - before).toBe(2);
    graph.dispose();
  });

  it('has none where no gradient is taken', () => {
    const { graphOf, calls } = counted();
    const x = tf.ones([1, 1]);
    expect(graphOf(x)).toBeNull();
    x.dispose();
    expect(calls()).toBe(0);
  });

  it.runIf(isGraph)(
    'takes a frozen weight for a constant, until it is trained again (graphs are TensorFlow’s alone)',
    () => {
      const { graphOf, graph, weight } = counted();
      const slope = (trainable: tf.LayerVariable[]) =>
        tf.tidy(() => {
          const x = tf.ones([2, 1]);
          const loss = () => tf.sum<tf.Scalar>(graphOf(x, trainable)!.run([x], false));
          return Object.values(variableGradients(loss, [weight.read() as tf.Variable]).grads)[0]!.dataSync()[0];
        });
      expect(slope([weight])).toBe(4);
      expect(() => slope([])).toThrow('depends on none of the 1 variables');
      expect(slope([weight])).toBe(8);
      graph.dispose();
    },
  );

  it('frees all that it keeps', async () => {
    const { step, graph } = counted();
    await step([1, 2]);
    const before = tf.memory().numTensors;
    await step([3, 4]);
    await step([5]);
    expect(tf.memory().numTensors).toBe(before);
    graph.dispose();
    await step([1, 2]);
    expect(tf.memory().numTensors).toBe(before);
    graph.dispose();
  });

  it.skipIf(backend === 'webgpu')(
    'takes a step that reads its input as ever (WebGPU in Node cannot read)',
    async () => {
      const { step, graph, calls } = counted({ spoil: (x) => tf.mul(x, x.dataSync()[0]!) });
      for (const [i, x] of [1, 2, 3].entries()) expect((await step([x]))[0]).toBe(3 * x * x * (i + 1) + 3);
      expect(calls()).toBe(isGraph ? 4 : 3); // one for the graph that cannot be
      graph.dispose();
    },
  );
});
