import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { loadModel } from '../../src/models/loadModel';
import { ModelFormatError } from '../../src/models/modelFormatError';
import { Random } from '../../src/utils/random';
import { artifactsOf, outputsOf, type SavedLayer, type SavedModel, tinyModel } from '../support/tinyModel';

let original: SavedModel;
let outputs: number[];
let saved: SavedModel;

beforeAll(async () => {
  await tf.setBackend('cpu');
  const model = tinyModel();
  original = await artifactsOf(model);
  outputs = outputsOf(model);
  model.dispose();
});
beforeEach(() => {
  saved = structuredClone(original);
});

const layer = (name: string): SavedLayer => saved.modelTopology.config.layers.find((l) => l.name === name)!;

describe('loadModel', () => {
  it('gives bit-equal outputs from artifacts', async () => {
    const model = await loadModel(saved);
    expect(outputsOf(model)).toStrictEqual(outputs);
    model.dispose();
  });

  it('gives bit-equal outputs from an IO handler', async () => {
    const model = await loadModel(tf.io.fromMemory(saved));
    expect(outputsOf(model)).toStrictEqual(outputs);
    model.dispose();
  });

  it('gives bit-equal outputs from a URL, in weight files of odd lengths', async () => {
    const files: Record<string, BodyInit> = {
      'http://x.test/m/model.json': JSON.stringify({
        modelTopology: saved.modelTopology,
        weightsManifest: [{ paths: ['a', 'b'], weights: saved.weightSpecs }],
      }),
      'http://x.test/m/a': saved.weightData.slice(0, 7),
      'http://x.test/m/b': saved.weightData.slice(7),
    };
    const fetchFunc = async (url: unknown) => new Response(files[String(url)]);
    const model = await loadModel('http://x.test/m/model.json', { fetchFunc });
    expect(outputsOf(model)).toStrictEqual(outputs);
    model.dispose();
  });

  it('takes topologies as Keras wraps them', async () => {
    const model = await loadModel({ ...saved, modelTopology: { model_config: saved.modelTopology } });
    expect(outputsOf(model)).toStrictEqual(outputs);
    model.dispose();
  });

  it('takes weights quantized to 16 bits', async () => {
    const halves = new Uint16Array(saved.weightData.byteLength / 4).fill(0x3c00); // 1
    const weightSpecs = saved.weightSpecs.map((s) => ({ ...s, quantization: { dtype: 'float16' as const } }));
    const model = await loadModel({ ...saved, weightSpecs, weightData: halves.buffer });
    expect(model.getWeights().every((w) => w.dataSync().every((x) => x === 1))).toBe(true);
    model.dispose();
  });

  it('saves the same topology that it loaded', async () => {
    const model = await loadModel(saved);
    expect(model.toJSON(null, false)).toEqual(original.modelTopology);
    model.dispose();
  });

  it('keeps user-defined metadata', async () => {
    const model = await loadModel({ ...saved, userDefinedMetadata: { window: [-100, 240] } });
    expect(model.getUserDefinedMetadata()).toEqual({ window: [-100, 240] });
    model.dispose();
  });

  it('neither compiles the model nor fails on a training configuration tfjs cannot restore', async () => {
    const trainingConfig = { optimizer_config: { class_name: 'Adam' }, loss: {}, metrics: ['no such metric'] };
    const model = await loadModel({ ...saved, trainingConfig });
    expect(model.optimizer).toBeUndefined();
    model.dispose();
  });

  it('leaves the weights of an optimizer out', async () => {
    saved.weightSpecs.push({ name: 'm', shape: [1], dtype: 'float32', group: 'optimizer' });
    const model = await loadModel({ ...saved, weightData: [saved.weightData, new ArrayBuffer(4)] });
    expect(outputsOf(model)).toStrictEqual(outputs);
    model.dispose();
  });

  it('leaks no tensor when it loads and when it fails at any point', async () => {
    const before = tf.memory().numTensors;
    (await loadModel(saved)).dispose();
    layer('sum').class_name = 'Dot';
    await expect(loadModel(saved)).rejects.toThrow(ModelFormatError); // built half
    saved = structuredClone(original);
    saved.weightSpecs[0].name = 'other';
    await expect(loadModel(saved)).rejects.toThrow('Provided weight data has no target variable: other'); // built
    expect(tf.memory().numTensors).toBe(before);
  });

  it('runs no initializer: an orthogonal one of 2048 × 2048 costs nothing', async () => {
    const units = 2048;
    const dense = { name: 'd', units, use_bias: false, kernel_initializer: { class_name: 'Orthogonal', config: {} } };
    const start = performance.now();
    const model = await loadModel({
      modelTopology: {
        class_name: 'Sequential',
        config: {
          name: 's',
          layers: [{ class_name: 'Dense', config: { ...dense, batch_input_shape: [null, units] } }],
        },
      },
      weightSpecs: [{ name: 'd/kernel', shape: [units, units], dtype: 'float32' }],
      weightData: new ArrayBuffer(4 * units * units),
    });
    expect(performance.now() - start).toBeLessThan(5000);
    model.dispose();
  });

  it('names the remedy for a path in Node', async () => {
    await expect(loadModel('runs/model')).rejects.toThrow(
      'loadModel: `source` must be a URL, or `fileSystem(path)` from "msa-unet/node"; received "runs/model"',
    );
  });
});

describe('loadModel refuses', () => {
  const cases: [title: string, message: string | RegExp, change: () => unknown][] = [
    ['no artifacts', 'there is no model topology', () => null],
    [
      'a graph model',
      'the format must be "layers-model"; received "graph-model"',
      () => ({ ...saved, format: 'graph-model' }),
    ],
    ['a missing topology', 'there is no model topology', () => ({ ...saved, modelTopology: undefined })],
    ['a binary topology', 'there is no model topology', () => ({ ...saved, modelTopology: new ArrayBuffer(8) })],
    ['a text for a topology', 'no model topology with a class name', () => ({ ...saved, modelTopology: '{}' })],
    ['a list for a topology', 'no model topology with a class name', () => ({ ...saved, modelTopology: [[]] })],
    [
      'a layer for a model',
      '"Dense" is not the class of a layers model',
      () => {
        saved.modelTopology.class_name = 'Dense';
      },
    ],
    [
      'a model without layers',
      'the model "tiny" has no layers',
      () => {
        saved.modelTopology.config.layers = [];
      },
    ],
    [
      'an unknown class',
      'unknown class "Foo" of "bn"; register it before loading',
      () => {
        layer('bn').class_name = 'Foo';
      },
    ],
    [
      'a class named as a property of every object',
      'unknown class "constructor"',
      () => {
        layer('bn').class_name = 'constructor';
      },
    ],
    [
      'an unknown initializer',
      'unknown class "Evil"',
      () => {
        layer('conv').config.kernel_initializer = { class_name: 'Evil', config: {} };
      },
    ],
    [
      'an initializer for a layer',
      /./,
      () => {
        layer('bn').class_name = 'Zeros';
      },
    ],
    [
      'a cycle',
      'the layers "conv", "bn", "inner_model", "shared", "sum" wait for themselves',
      () => {
        layer('conv').inbound_nodes = [[['shared', 0, 0, {}]]];
      },
    ],
    [
      'a layer that feeds itself',
      'wait for themselves',
      () => {
        layer('conv').inbound_nodes = [[['conv', 0, 0, {}]]];
      },
    ],
    [
      'a connection to no layer',
      'a connection names "ghost", but no layer does',
      () => {
        layer('bn').inbound_nodes = [[['ghost', 0, 0, {}]]];
      },
    ],
    [
      'a connection to a call never made',
      'the layers "bn", "inner_model", "shared", "sum" wait',
      () => {
        layer('bn').inbound_nodes = [[['conv', 7, 0, {}]]];
      },
    ],
    [
      'a connection to a negative call',
      'a connection is not [layer, call, tensor]',
      () => {
        layer('bn').inbound_nodes = [[['conv', -1, 0, {}]]];
      },
    ],
    [
      'a connection to a tensor that is not there',
      /./,
      () => {
        layer('bn').inbound_nodes = [[['conv', 0, 5, {}]]];
      },
    ],
    [
      'a call without inputs',
      '"bn" is called without inputs',
      () => {
        layer('bn').inbound_nodes = [[]];
      },
    ],
    [
      'connections that are no list',
      '"bn" has no list of connections',
      () => {
        Object.assign(layer('bn'), { inbound_nodes: 'conv' });
      },
    ],
    [
      'outputs of no layer',
      'a connection names "ghost"',
      () => {
        saved.modelTopology.config.output_layers = [['ghost', 0, 0]];
      },
    ],
    [
      'outputs of a call never made',
      'the model begins or ends at call 2 of "shared"',
      () => {
        saved.modelTopology.config.output_layers = [['shared', 2, 0]];
      },
    ],
    [
      'missing outputs',
      'a list of connections is missing',
      () => {
        saved.modelTopology.config.output_layers = null;
      },
    ],
    [
      'two layers of one name',
      'two layers are named "conv"',
      () => {
        saved.modelTopology.config.layers.push(structuredClone(layer('conv')));
      },
    ],
    [
      'a layer under two names',
      'the layer "conv" is configured as "other"',
      () => {
        layer('conv').config.name = 'other';
      },
    ],
    [
      'a layer named __proto__',
      '"__proto__" is not a name for a layer',
      () => {
        Object.assign(layer('conv'), { name: '__proto__' });
      },
    ],
    [
      'a key __proto__',
      'the topology has a key "__proto__"',
      () => {
        layer('conv').config = JSON.parse('{"name": "conv", "__proto__": {"filters": 3}}');
      },
    ],
    [
      'a key constructor',
      'the topology has a key "constructor"',
      () => {
        layer('conv').config = { name: 'conv', ...JSON.parse('{"constructor": {}}') };
      },
    ],
    [
      'two keys that tfjs reads as one',
      'the topology has the key "inboundNodes" twice',
      () => {
        Object.assign(layer('conv'), { inboundNodes: [[['conv', 0, 0, {}]]] });
      },
    ],
    [
      'infinite numbers',
      'the topology holds Infinity at "filters"',
      () => {
        layer('conv').config = { ...layer('conv').config, filters: JSON.parse('1e999') };
      },
    ],
    [
      'absurd filters',
      'the layer "conv" wants a weight "kernel" of 3,3,1,1000000000, more than was saved',
      () => {
        layer('conv').config.filters = 1e9;
      },
    ],
    [
      'absurd inputs',
      'more than was saved',
      () => {
        layer('image').config.batch_input_shape = [null, 8, 8, 1e9];
      },
    ],
    [
      'negative filters',
      /./,
      () => {
        layer('conv').config.filters = -3;
      },
    ],
    [
      'filters that are no number',
      /./,
      () => {
        layer('conv').config.filters = { many: true };
      },
    ],
    [
      'nesting without end',
      'nested deeper than 128 levels',
      () => {
        layer('conv').config.extra = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
      },
    ],
    [
      'an object that holds itself many times',
      /nested deeper|more than 1000000 values/,
      () => {
        const loop: unknown[] = [];
        loop.push(loop, loop, loop);
        layer('conv').config.extra = loop;
      },
    ],
    [
      'a model with too many values',
      'the topology holds more than 1000000 values',
      () => {
        layer('conv').config.extra = new Array(1_000_001).fill(0);
      },
    ],
    [
      'a model with too many layers',
      '3007 layers; at most 2048 are allowed',
      () => {
        const more = Array.from({ length: 3000 }, (_, i) => ({ ...layer('bn'), name: `x${i}` }));
        saved.modelTopology.config.layers.push(...more);
      },
    ],
    [
      'a cycle in a nested model',
      'wait for themselves',
      () => {
        const inner = structuredClone(saved.modelTopology);
        inner.config.layers[1].inbound_nodes = [[['conv', 0, 0, {}]]];
        inner.config.name = 'inner_model';
        Object.assign(layer('inner_model'), inner);
      },
    ],
    [
      'a cycle in a model inside a wrapper',
      'wait for themselves',
      () => {
        const inner = structuredClone(saved.modelTopology);
        inner.config.layers[1].inbound_nodes = [[['conv', 0, 0, {}]]];
        layer('bn').class_name = 'TimeDistributed';
        layer('bn').config.layer = inner;
      },
    ],
    ['missing weights', 'there are no weights', () => ({ ...saved, weightData: undefined })],
    [
      'too few weights',
      'Provided weight data has no target variable',
      () => {
        saved.weightSpecs[0].name = 'other';
      },
    ],
    [
      'two weights of one name',
      `two weights are named "conv/bias"`,
      () => {
        saved.weightSpecs[0].name = 'conv/bias';
      },
    ],
    [
      'a weight named __proto__',
      '"__proto__" is not a name for a weight',
      () => {
        saved.weightSpecs[0].name = '__proto__';
      },
    ],
    ['specifications that are no list', 'the weight specifications are missing', () => ({ ...saved, weightSpecs: {} })],
    [
      'specifications without content',
      'undefined is not a name for a weight',
      () => ({ ...saved, weightSpecs: [null] }),
    ],
    [
      'truncated weights',
      /must have \d+ bytes by its specifications; received/,
      () => {
        saved.weightData = saved.weightData.slice(4);
      },
    ],
    [
      'too many weights',
      /must have \d+ bytes by its specifications; received/,
      () => ({
        ...saved,
        weightData: [saved.weightData, new ArrayBuffer(4)],
      }),
    ],
    ['weights that are no buffer', 'the weight data is no ArrayBuffer', () => ({ ...saved, weightData: [1, 2] })],
    [
      'a shape with a fraction',
      'has the shape [1.5]',
      () => {
        saved.weightSpecs[0].shape = [1.5];
      },
    ],
    [
      'a negative shape',
      'has the shape [-1,-18]',
      () => {
        saved.weightSpecs[0].shape = [-1, -18];
      },
    ],
    [
      'a shape beyond counting',
      'has the shape [9007199254740991,1024]',
      () => {
        saved.weightSpecs[0].shape = [Number.MAX_SAFE_INTEGER, 1024];
      },
    ],
    [
      'the wrong shape',
      /./,
      () => {
        saved.weightSpecs[0].shape = [18];
      },
    ],
    [
      'weights of text',
      'has the data type "string"',
      () => {
        saved.weightSpecs[0].dtype = 'string';
      },
    ],
    [
      'an unknown quantization',
      'has the quantization {"dtype":"uint4"}',
      () => {
        Object.assign(saved.weightSpecs[0], { quantization: { dtype: 'uint4' } });
      },
    ],
    [
      'a quantization that overflows',
      'has the quantization',
      () => {
        Object.assign(saved.weightSpecs[0], { quantization: { dtype: 'uint8', scale: 1e38, min: 0 } });
      },
    ],
    [
      'a weight NaN',
      'the weight "conv/bias" is not finite',
      () => {
        new DataView(saved.weightData).setUint32(4 * 18, 0x7fc00000, true);
      },
    ],
    [
      'a weight Infinity',
      'the weight "conv/kernel" is not finite',
      () => {
        new DataView(saved.weightData).setUint32(0, 0x7f800000, true);
      },
    ],
    [
      'half-precision Infinity',
      'the weight "conv/kernel" is not finite',
      () => ({
        ...saved,
        weightSpecs: saved.weightSpecs.map((s) => ({ ...s, quantization: { dtype: 'float16' } })),
        weightData: new Uint16Array(saved.weightData.byteLength / 4).fill(0x7c00).buffer,
      }),
    ],
  ];

  it.each(cases)('%s', async (_title, message, change) => {
    const broken = change();
    const source = (broken === undefined ? saved : broken) as tf.io.ModelArtifacts;
    const start = performance.now();
    const error = await loadModel(source).then(
      () => 'loaded',
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(ModelFormatError);
    expect((error as Error).message).toMatch(message);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('loadModel with random corruptions', () => {
  it.each([1, 2, 3, 4])('loads or throws ModelFormatError, soon (seed %i)', async (seed) => {
    const random = new Random(seed);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 300; i++) {
      const topology = corrupt(structuredClone(original.modelTopology), random, 1 + random.integer(3));
      const start = performance.now();
      const result = await loadModel({ ...original, modelTopology: topology }).catch((e: unknown) => e);
      expect(performance.now() - start, JSON.stringify(topology)).toBeLessThan(3000);
      if (result instanceof tf.LayersModel) result.dispose();
      else expect(result, JSON.stringify(topology)).toBeInstanceOf(ModelFormatError);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** Changes values at random places of a JSON tree: to odd values, to values from elsewhere in it, or to nothing. */
function corrupt(tree: object, random: Random, times: number): object {
  const odd = [
    null,
    0,
    -1,
    1e9,
    0.5,
    1e308,
    '',
    'conv',
    'Model',
    'Sequential',
    '__proto__',
    [],
    {},
    [[]],
    true,
    [null, 8],
  ];
  for (let i = 0; i < times; i++) {
    const places = placesIn(tree);
    const [holder, key] = places[random.integer(places.length)];
    const [otherHolder, otherKey] = places[random.integer(places.length)];
    const kind = random.integer(4);
    if (kind === 0) delete holder[key];
    else if (kind === 1) holder[key] = odd[random.integer(odd.length)];
    else holder[key] = structuredClone(otherHolder[otherKey]);
  }
  return tree;
}

function placesIn(tree: object): [holder: Record<string, unknown>, key: string][] {
  const holder = tree as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => {
    const value = holder[key];
    const inner = typeof value === 'object' && value !== null ? placesIn(value) : [];
    return [[holder, key] as [Record<string, unknown>, string], ...inner];
  });
}
