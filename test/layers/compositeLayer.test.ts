import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { CompositeLayer } from '../../src/layers/compositeLayer';
import { Conv2D } from '../../src/layers/conv2d';
import { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';
import { useBackend } from '../../src/node/backends/useBackend';
import { variableGradients } from '../../src/ops/variableGradients';
import { type Node, node } from '../../src/utils/graph';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { modelOf, namesOf, outputOf, partsOf, read, setWeights } from '../support/layers';

/** A unit and a convolution, both with penalties. */
class Pair extends CompositeLayer {
  static readonly className = 'TestPair';

  protected override wire([x]: [Node]): Node {
    const f = node(new ConvBatchNormRelu({ name: 'unit', filters: 2, kernelSize: 1, momentum: 0.5, l2: 0.5, seed: 1 }));
    return node(new Conv2D({ name: 'last', filters: 1, kernelSize: 1, l2: 0.25, seed: 2 }))(f(x));
  }
}

/** Two of them in another one. */
class Nest extends CompositeLayer {
  static readonly className = 'TestNest';

  protected override wire([x]: [Node]): Node {
    return node(new Pair({ name: 'second' }))(node(new Pair({ name: 'first' }))(x));
  }
}

/** Two units with weights of the same shapes. */
class Twins extends CompositeLayer {
  static readonly className = 'TestTwins';

  protected override wire([x]: [Node]): Node {
    const first = node(new ConvBatchNormRelu({ name: 'first', filters: 2, kernelSize: 3, seed: 1 }));
    return node(new ConvBatchNormRelu({ name: 'second', filters: 2, kernelSize: 3, seed: 2 }))(first(x));
  }
}

/** Layers of tfjs that draw and that follow what they see. */
class Stock extends CompositeLayer {
  static readonly className = 'TestStock';

  protected override wire([x]: [Node]): Node {
    return node(tf.layers.dropout({ rate: 0.5 }))(node(tf.layers.batchNormalization({ name: 'bn', momentum: 0.5 }))(x));
  }
}

/** One unit, used twice. */
class Twice extends CompositeLayer {
  static readonly className = 'TestTwice';

  protected override wire([x]: [Node]): Node {
    const unit = node(new ConvBatchNormRelu({ name: 'unit', filters: 2, momentum: 0.5, seed: 1 }));
    return unit(unit(x));
  }
}

/** A layer with a number that no weight holds. */
class Scale extends tf.layers.Layer {
  static readonly className = 'TestScale';
  factor = 1;

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => tf.mul([inputs].flat()[0]!, this.factor));
  }
}

/** A unit, and a layer of a user's own. */
class Scaled extends CompositeLayer {
  static readonly className = 'TestScaled';
  readonly scale = new Scale({ name: 'scale' });

  protected override wire([x]: [Node]): Node {
    return node(this.scale)(node(new ConvBatchNormRelu({ name: 'unit', filters: 2, seed: 1 }))(x));
  }
}

/** A unit that is frozen from the start, and one that is not. */
class HalfFrozen extends CompositeLayer {
  static readonly className = 'TestHalfFrozen';

  protected override wire([x]: [Node]): Node {
    const frozen = node(new ConvBatchNormRelu({ name: 'frozen', filters: 2, kernelSize: 1, trainable: false }));
    return node(new ConvBatchNormRelu({ name: 'free', filters: 2, kernelSize: 1 }))(frozen(x));
  }
}

beforeAll(() => {
  tf.serialization.registerClass(Pair);
  tf.serialization.registerClass(Nest);
});

forEachBackend((backend) => {
  // A fresh process does not know these classes.
  expectLayer(backend, Nest, { options: {}, inputs: [[3, 4, 2]], saved: false });

  it('predicts what its parts do, one by one, at every call, also after training', async () => {
    const nest = new Nest({ name: 'nest' });
    const model = modelOf(nest, [[2, 2, 1]]);
    const x = tf.randomNormal([2, 2, 2, 1], 0, 1, 'float32', 1);
    const pairs = nest.parts.filter((part) => part instanceof Pair);
    const run = (pair: Pair, map: tf.Tensor) => [pair.wiring.call(map, {})].flat()[0]!;
    const byParts = () => tf.tidy(() => pairs.reduce<tf.Tensor>((map, pair) => run(pair, map), x));
    for (let round = 0; round < 2; round++) {
      const expected = await read(byParts());
      for (let call = 0; call < 4; call++) {
        const predicted = await read(tf.tidy(() => nest.apply(x) as tf.Tensor));
        for (const [i, value] of predicted.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
      }
      await outputOf(model, x.clone(), true); // moves the averages
      expect(await read(byParts())).not.toEqual(expected);
    }
    model.dispose();
    x.dispose();
  });

  it('predicts the same when a part is frozen', async () => {
    const twins = new Twins({ name: 'twins' });
    const model = modelOf(twins, [[3, 3, 2]]);
    const x = tf.randomNormal([1, 3, 3, 2], 0, 1, 'float32', 1);
    const predict = () => read(tf.tidy(() => twins.apply(x) as tf.Tensor));
    const expected = await predict();
    for (let call = 0; call < 3; call++) expectClose(await predict(), expected);
    twins.parts.find(({ name }) => name === 'first')!.trainable = false;
    expectClose(await predict(), expected);
    model.dispose();
    x.dispose();
  });

  it('trains the parts that are not frozen, whichever these are', async () => {
    const twins = new Twins({ name: 'twins' });
    const model = modelOf(twins, [[3, 3, 2]]);
    const x = tf.randomNormal([1, 3, 3, 2], 0, 1, 'float32', 1);
    const weights = twins.weights.map((weight) => weight.read() as tf.Variable);
    const loss = () => tf.sum<tf.Scalar>(tf.square(twins.apply(x, { training: true }) as tf.Tensor));
    for (const trained of ['first', 'second', 'first']) {
      for (const part of twins.parts) part.trainable = part.name === trained;
      const { value, grads } = variableGradients(loss, weights);
      const moved = Object.entries(grads).flatMap(([name, gradient]) => (gradient ? [name.split('/')[1]] : []));
      expect(new Set(moved)).toEqual(new Set([trained]));
      tf.dispose([value, grads]);
    }
    model.dispose();
    x.dispose();
  });

  it('lets the averages of a part that is used twice follow both', async () => {
    const train = async () => {
      const twice = new Twice({ name: 'twice' });
      const model = modelOf(twice, [[3, 3, 2]]);
      const x = randomTensor([2, 3, 3, 2], 1);
      const weights = twice.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const loss = () => tf.sum<tf.Scalar>(tf.square(twice.apply(x, { training: true }) as tf.Tensor));
      for (let step = 0; step < 2; step++) tf.dispose(Object.values(variableGradients(loss, weights)));
      const averages = twice.nonTrainableWeights.map((weight) => read(weight.read().clone()));
      const values = await Promise.all(averages);
      tf.dispose(x);
      model.dispose();
      return values;
    };
    const averages = await train();
    const before = tf.getBackend();
    await tf.setBackend('cpu');
    const expected = await train();
    await tf.setBackend(before);
    for (const [i, values] of averages.entries()) expectClose(values, expected[i]!);
  });

  it('trains layers of tfjs too: they draw anew, and their averages follow, at every step', async () => {
    const stock = new Stock({ name: 'stock' });
    const model = modelOf(stock, [[2, 2, 9]]);
    const x = tf.fill([8, 2, 2, 9], 4);
    const trained = stock.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const loss = () => tf.sum<tf.Scalar>(stock.apply(x, { training: true }) as tf.Tensor);
    const kept = new Set<string>();
    for (const mean of [2, 3, 3.5]) {
      const { value, grads } = variableGradients(loss, trained);
      kept.add(String(await read(grads[trained[1]!.name]!))); // the slope by β: twice the values that are kept
      tf.dispose([value, grads[trained[0]!.name]!]);
      expect(await read(stock.nonTrainableWeights[0]!.read().clone())).toEqual(Array(9).fill(mean));
    }
    expect(kept.size).toBe(3);
    model.dispose();
    x.dispose();
  });
});

forEachBackend(() => {
  it.each([false, true])('follows the state of a user’s own layer, training %s', async (training) => {
    const scaled = new Scaled({ name: 'scaled' });
    const model = modelOf(scaled, [[3, 3, 1]]);
    const x = tf.randomNormal([1, 3, 3, 1], 0, 1, 'float32', 1);
    const y = (input: tf.Tensor) => scaled.apply(input, { training }) as tf.Tensor;
    const output = () => read(tf.tidy(() => (training ? tf.valueAndGrad(y)(x, tf.ones([1, 3, 3, 2])).value : y(x))));
    const before = await output();
    for (const factor of [2, 3, 4, 5]) {
      scaled.scale.factor = factor;
      const unit = (await output()).map((value) => value / factor);
      expectClose(unit, before);
    }
    model.dispose();
    x.dispose();
  });
});

describe('a nested composite', () => {
  let nest: Nest;
  let model: tf.LayersModel;

  beforeAll(() => useBackend('wasm', { log: null }));
  beforeEach(() => {
    nest = new Nest({ name: 'nest' });
    model = modelOf(nest, [[2, 2, 1]]);
  });
  afterEach(() => {
    model.dispose();
  });

  it('names its weights by the way to them, those of training first', () => {
    const unit = ['unit/conv/kernel', 'unit/conv/bias', 'unit/bn/gamma', 'unit/bn/beta', 'last/kernel', 'last/bias'];
    const moving = ['unit/bn/moving_mean', 'unit/bn/moving_variance'];
    const inBoth = (names: string[]) => ['first', 'second'].flatMap((pair) => names.map((n) => `nest/${pair}/${n}`));
    expect(namesOf(nest.weights)).toEqual([...inBoth(unit), ...inBoth(moving)]);
  });

  it('adds the penalties of all parts to the loss', async () => {
    setWeights(nest, { 'unit/conv/kernel': [1, 2], 'first/last/kernel': [3, 0], 'second/last/kernel': [0, 2] });
    const losses = tf.tidy(() => model.calculateLosses());
    const penalties = (await Promise.all(losses.map(read))).flat();
    expect(penalties).toEqual([2.5, 0.25 * 9, 2.5, 0.25 * 4]);
  });

  it('is trained against its penalties by model.fit', async () => {
    setWeights(nest, { 'unit/conv/kernel': [1, 2] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const [x, y] = [tf.zeros([2, 2, 2, 1]), tf.zeros([2, 2, 2, 1])];
    const { history } = await model.fit(x, y, { epochs: 1 });
    expect(history.loss![0]).toBeCloseTo(5, 5);
    tf.dispose([x, y]);
  });

  it('freezes every part, however deep, and frees it again', () => {
    const trainable = () => new Set(partsOf(nest).map((part) => part.trainable));
    nest.trainable = false;
    expect(trainable()).toEqual(new Set([false]));
    nest.trainable = true;
    expect(trainable()).toEqual(new Set([true]));
  });

  it('does not train a part that is frozen alone', () => {
    nest.parts.find(({ name }) => name === 'first')!.trainable = false;
    expect(namesOf(nest.trainableWeights).filter((name) => !name.startsWith('nest/second/'))).toEqual([]);
    expect(nest.trainableWeights).toHaveLength(6);
    expect(nest.weights).toHaveLength(16);
  });

  it('is frozen in a frozen model inside another', async () => {
    const image = tf.input({ shape: [2, 2, 1] });
    const outer = tf.model({ inputs: image, outputs: model.apply(image) as tf.SymbolicTensor });
    model.trainable = false;
    const averages = async () => Promise.all(nest.weights.slice(-2).map((weight) => read(weight.read().clone())));
    const before = await averages();
    await outputOf(outer, tf.ones([1, 2, 2, 1]), true);
    expect(outer.trainableWeights).toEqual([]);
    expect(await averages()).toEqual(before);
  });
});

it('leaves a part frozen that was made so', async () => {
  const layer = new HalfFrozen({ name: 'half' });
  const model = modelOf(layer, [[2, 2, 1]]);
  const [frozen, free] = ['frozen', 'free'].map((name) => layer.parts.find((part) => part.name === name)!);
  const averages = () => Promise.all([frozen, free].map((part) => read(part!.weights.at(-1)!.read().clone())));
  const before = await averages();
  await outputOf(layer, tf.ones([1, 2, 2, 1]), true);
  const after = await averages();
  expect(namesOf(layer.trainableWeights).filter((name) => name.includes('frozen'))).toEqual([]);
  expect(after[0]).toEqual(before[0]);
  expect(after[1]).not.toEqual(before[1]);
  model.dispose();
});

it('has no parts and no weights before it is built', () => {
  const pair = new Pair({ name: 'pair' });
  expect(pair.parts).toEqual([]);
  expect(pair.weights).toEqual([]);
  expect(pair.calculateLosses()).toEqual([]);
});

it('says that it is not built', () => {
  expect(() => new Pair({ name: 'pair' }).computeOutputShape([1, 2, 2, 1])).toThrow(
    new Error('TestPair "pair": call `build` or `apply` first'),
  );
});
