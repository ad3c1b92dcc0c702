import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { InferenceGraph } from '../../src/graphs/inferenceGraph';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { forEachBackend } from '../support/backends';

/** A layer of one weight, 3 at first, that counts how often its function is computed. */
function counted(compute: (x: tf.Tensor, w: tf.Tensor) => tf.Tensor) {
  const weight = tf.layers.dense({ units: 1, useBias: false });
  weight.build([null, 1]);
  const [variable] = weight.weights as [tf.LayerVariable];
  const set = (value: number) => tf.tidy(() => void variable.write(tf.fill([1, 1], value)));
  set(3);
  const graph = new InferenceGraph();
  let calls = 0;
  const once = (x: tf.Tensor) => {
    calls++;
    return [compute(x, variable.read())];
  };
  const run = async (values: number[]) => {
    const result = tf.tidy(() => {
      const x = tf.tensor2d(values, [values.length, 1]);
      return graph.run([x], [variable], () => once(x))[0]!;
    });
    const numbers = [...(await result.data())];
    result.dispose();
    return numbers;
  };
  return { run, set, graph, calls: () => calls };
}

const product = (x: tf.Tensor, w: tf.Tensor) => tf.relu(tf.matMul(x as tf.Tensor2D, tf.add(w, 1) as tf.Tensor2D));

forEachBackend((backend) => {
  const isOneGraph = backend === 'tensorflow';

  it('computes the same at every call, on TensorFlow as a graph from the third on', async () => {
    const { run, graph, calls } = counted(product);
    for (let call = 1; call <= 5; call++) {
      expect(await run([call, -1])).toEqual([4 * call, 0]);
      expect(calls()).toBe(isOneGraph ? Math.min(call, 2) : call);
    }
    graph.dispose();
  });

  it('survives the first runs of several networks, in which operations of a graph once overwrote each other', async () => {
    const image = tf.ones<tf.Rank.R4>([1, 48, 64, 1]);
    for (let seed = 1; seed <= (isOneGraph ? 8 : 1); seed++) {
      const model = buildMsaUnet([null, null, 1], { baseFilters: 1, seed });
      const masks: number[][] = [];
      for (let run = 1; run <= 4; run++) {
        const mask = model.predict(image) as tf.Tensor;
        masks.push([...(await mask.data())]);
        mask.dispose();
      }
      for (const mask of masks)
        for (const [i, p] of mask.entries()) expect(Math.abs(p - masks[0]![i]!)).toBeLessThan(1e-4);
      model.dispose();
    }
    image.dispose();
  });

  it('follows a weight that is set', async () => {
    const { run, set, graph } = counted(product);
    for (const weight of [1, 2, 3, 4, 5]) {
      set(weight);
      expect(await run([2])).toEqual([2 * (weight + 1)]);
      expect(await run([3])).toEqual([3 * (weight + 1)]);
    }
    graph.dispose();
  });

  it('has a graph for every size, and forgets the oldest of five', async () => {
    const { run, graph, calls } = counted(product);
    for (const size of [1, 2, 3, 4, 5])
      for (let call = 0; call < 3; call++) expect(await run(Array(size).fill(1))).toEqual(Array(size).fill(4));
    const before = calls();
    await run([1, 1]);
    expect(calls() - before).toBe(isOneGraph ? 0 : 1);
    await run([1]);
    expect(calls() - before).toBe(isOneGraph ? 1 : 2);
    graph.dispose();
  });

  it('makes no more graphs where sizes change before a graph pays, until one size stays', async () => {
    const { run, graph, calls } = counted(product);
    const round = async () => {
      const before = calls();
      for (const size of [1, 2, 3, 4, 5]) for (let call = 0; call < 3; call++) await run(Array(size).fill(1));
      return calls() - before;
    };
    const computed: number[] = [];
    for (let i = 0; i < 4; i++) computed.push(await round());
    expect(computed).toEqual([isOneGraph ? 11 : 15, 15, 15, 15]); // four graphs run once, the fifth not any more
    const before = calls();
    for (let call = 0; call < 100; call++) expect(await run([2, 2, 2, 2, 2, 2])).toEqual(Array(6).fill(8));
    expect(calls() - before).toBe(isOneGraph ? 33 : 100); // five graphs did not pay: 2⁵, and the call that is recorded
    graph.dispose();
  });

  it('frees all that it keeps', async () => {
    const { run, graph } = counted(product);
    await run([1]);
    const before = tf.memory().numTensors;
    for (let call = 0; call < 3; call++) await run([1]);
    expect(tf.memory().numTensors - before).toBe(isOneGraph ? 1 : 0); // the weight + 1
    graph.forgetWeights();
    expect(tf.memory().numTensors).toBe(before);
    expect(await run([2])).toEqual([8]);
    graph.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(await run([2])).toEqual([8]);
    graph.dispose();
  });

  it('lets alone what gradients are taken of', async () => {
    const graph = new InferenceGraph();
    let calls = 0;
    const square = (x: tf.Tensor) => {
      calls++;
      return [tf.square(x)];
    };
    for (let call = 1; call <= 4; call++) {
      const slope = tf.tidy(() => tf.grad((x: tf.Tensor) => graph.run([x], [], () => square(x))[0]!)(tf.tensor1d([5])));
      expect([...(await slope.data())]).toEqual([10]);
      expect(calls).toBe(call);
      slope.dispose();
    }
    graph.dispose();
  });

  it.skipIf(backend === 'webgpu')('lets alone what reads its input (WebGPU in Node cannot)', async () => {
    const { run, graph, calls } = counted((x, w) => tf.mul(w, x.dataSync()[0]!));
    for (const value of [1, 2, 3, 4]) expect(await run([value])).toEqual([3 * value]);
    expect(calls()).toBe(4);
    graph.dispose();
  });

  it('lets alone what holds a large tensor of several values from elsewhere, or hands on its input', async () => {
    const large = tf.tidy(() => tf.concat([tf.zeros([1, 1]), tf.ones([1, 1998]), tf.fill([1, 1], 2)], 1));
    const sum = counted((x, w) => tf.sum(tf.mul(tf.mul(x, w), large), 1));
    const same = counted((x) => x.clone());
    for (let call = 1; call <= 4; call++) {
      expect(await sum.run([call])).toEqual([6000 * call]);
      expect(await same.run([call])).toEqual([call]);
    }
    expect([sum.calls(), same.calls()]).toEqual([4, 4]);
    large.dispose();
  });

  it('takes in a large tensor of one value', async () => {
    const large = tf.ones([1, 2000]);
    const { run, calls, graph } = counted((x, w) => tf.sum(tf.mul(tf.mul(x, w), large), 1));
    for (let call = 1; call <= 4; call++) expect(await run([call])).toEqual([6000 * call]);
    expect(calls()).toBe(isOneGraph ? 2 : 4);
    graph.dispose();
    large.dispose();
  });
});
