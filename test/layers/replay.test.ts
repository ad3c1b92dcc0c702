import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { CompositeLayer } from '../../src/layers/compositeLayer';
import { Conv2D } from '../../src/layers/conv2d';
import { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';
import { Dropout } from '../../src/layers/dropout';
import { MSRB } from '../../src/layers/msrb';
import { RASM } from '../../src/layers/rasm';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import { fusedAdam } from '../../src/training/optimizer/fusedAdam';
import { type Node, node } from '../../src/utils/graph';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { randomTensor } from '../support/gradients';
import { batchFor, modelOf, namesOf, read, shake, valuesOf } from '../support/layers';

const dropBlock = { blockSize: 3, keepProb: 0.8 };

/** A frozen unit, dropout, a convolution with a penalty. */
class Mixed extends CompositeLayer {
  static readonly className = 'TestMixed';

  protected override wire([x]: [Node]): Node {
    const frozen = new ConvBatchNormRelu({ name: 'frozen', filters: 2, kernelSize: 1, trainable: false, seed: 1 });
    const free = new ConvBatchNormRelu({ name: 'free', filters: 2, kernelSize: 3, seed: 2 });
    const last = new Conv2D({ name: 'last', filters: 2, l2: 0.5, seed: 3 });
    return node(last)(node(new Dropout({ rate: 0.3, seed: 4 }))(node(free)(node(frozen)(x))));
  }
}

/** A layer that the library does not know. */
class Double extends tf.layers.Layer {
  static readonly className = 'TestDouble';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.mul([inputs].flat()[0]!, 2);
  }
}

/** A block around it, and around another block. */
class Around extends CompositeLayer {
  static readonly className = 'TestAround';

  protected override wire([x]: [Node]): Node {
    const block = new MSRB({ name: 'inner', filters: 2, dropBlock, convBias: false, seed: 1 });
    return node(new Double())(node(block)(x));
  }
}

/** Two outputs. */
class Fork extends CompositeLayer {
  static readonly className = 'TestFork';

  protected override wire([x]: [Node]): Node[] {
    return ['left', 'right'].map((name) => node(new Conv2D({ name, filters: 1, kernelSize: 1 }))(x));
  }
}

/** Two steps: losses, gradients of inputs and weights, and then the moving averages. */
async function twoSteps(layer: CompositeLayer, shapes: number[][], recompute: boolean): Promise<number[][]> {
  const model = modelOf(layer, shapes);
  shake(layer);
  layer.recompute = recompute;
  const images = batchFor(model).map((x) => tf.variable(x, true));
  const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const loss = () => {
    const y = model.apply(images, { training: true }) as tf.Tensor;
    const penalties = model.calculateLosses();
    return tf.addN([tf.sum(tf.mul(y, randomTensor(y.shape, 9))), ...penalties]) as tf.Scalar;
  };
  const numbers: number[][] = [];
  for (let step = 0; step < 2; step++) {
    const { value, grads } = tf.tidy(() => tf.variableGrads(loss, [...images, ...weights]));
    numbers.push(await read(value));
    // Behind `recompute`, a bias in front of a normalisation has a gradient of zeros instead of none.
    for (const variable of [...images, ...weights])
      numbers.push(await read(grads[variable.name] ?? tf.zerosLike(variable)));
  }
  numbers.push(await valuesOf(layer.nonTrainableWeights));
  tf.dispose(images);
  model.dispose();
  return numbers;
}

const blocks: [name: string, make: () => CompositeLayer, shapes: number[][]][] = [
  ['MSRB', () => new MSRB({ name: 'block', filters: 3, dropBlock, convBias: false, seed: 1 }), [[6, 5, 2]]],
  [
    'RASM',
    () => new RASM({ name: 'block', dropBlock, convBias: false, recompute: true, seed: 1 }),
    [
      [8, 6, 2],
      [4, 3, 3],
    ],
  ],
  ['a block around an unknown layer', () => new Around({ name: 'block' }), [[6, 5, 2]]],
  ['a block with frozen parts, dropout and penalties', () => new Mixed({ name: 'block' }), [[5, 4, 2]]],
];

forEachBackend((backend) => {
  expectLayer(backend, MSRB, {
    options: { filters: 3, dropBlock: { ...dropBlock, perChannel: false }, convBias: false, recompute: true, seed: 6 },
    inputs: [[6, 5, 2]],
  });

  it.each(blocks)('recompute changes no number of %s, over two steps', async (_, make, shapes) => {
    expect(await twoSteps(make(), shapes, true)).toEqual(await twoSteps(make(), shapes, false));
  });
});

it('of a block with several outputs, recompute is not looked at', () => {
  const fork = new Fork({ name: 'fork' });
  const model = modelOf(fork, [[3, 4, 2]]);
  fork.recompute = true;
  const outputs = tf.tidy(() => fork.apply(tf.ones([1, 3, 4, 2]), { training: true }) as tf.Tensor[]);
  expect(outputs).toHaveLength(2);
  model.dispose();
});

describe('buildMsaUnet with recompute', () => {
  beforeAll(() => useBackend('wasm', { log: null }));
  const build = (recompute: boolean) => buildMsaUnet([32, 32, 1], { baseFilters: 1, seed: 1, recompute });

  it('asks every MSRB and RASM for it, those inside too, and keeps the names of the weights', () => {
    const model = build(true);
    const blocks = (layers: tf.layers.Layer[]): CompositeLayer[] =>
      layers.flatMap((layer) => (layer instanceof CompositeLayer ? [layer, ...blocks(layer.parts)] : []));
    const asked = blocks(model.layers).filter(({ recompute }) => recompute);
    expect(asked.filter((layer) => layer instanceof MSRB)).toHaveLength(13);
    expect(asked.filter((layer) => layer instanceof RASM)).toHaveLength(4);
    expect(asked).toHaveLength(17);
    const other = build(false);
    expect(namesOf(model.weights)).toEqual(namesOf(other.weights));
    model.dispose();
    other.dispose();
  });

  it.each([
    ['fusedAdam', () => fusedAdam({ learningRate: 0.01 })],
    ["tfjs's gradient descent", () => tf.train.sgd(0.01)],
  ])('is trained to equal weights by model.fit and %s', async (_, optimizer) => {
    const train = async (model: tf.LayersModel) => {
      const [x, y] = [randomTensor([4, 32, 32, 1], 1), tf.tidy(() => randomTensor([4, 32, 32, 1], 2).step())];
      const used = optimizer();
      model.compile({ optimizer: used, loss: 'meanSquaredError' });
      await model.fit(x, y, { batchSize: 2, epochs: 2, shuffle: false, verbose: 0 });
      const values = await valuesOf(model.weights);
      tf.dispose([x, y]);
      used.dispose();
      model.dispose();
      return values;
    };
    expect(await train(build(true))).toEqual(await train(build(false)));
  });

  it('holds less than half as much when the loss is known', () => {
    const bytesAtLoss = (model: tf.LayersModel) => {
      let bytes = 0;
      const before = tf.memory().numBytes;
      const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const images = randomTensor([1, 64, 64, 1]);
      const loss = () => (model.apply(images, { training: true }) as tf.Tensor).sum<tf.Scalar>();
      tf.tidy(() =>
        tf.variableGrads(() => {
          const value = tf.tidy(loss); // frees what no gradient needs
          bytes = tf.memory().numBytes - before;
          return value;
        }, weights),
      );
      images.dispose();
      model.dispose();
      return bytes;
    };
    expect(bytesAtLoss(build(true))).toBeLessThan(0.5 * bytesAtLoss(build(false)));
  });
});
