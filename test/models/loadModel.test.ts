import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { loadModel } from '../../src/models/loadModel';
import { ModelFormatError } from '../../src/models/modelFormatError';
import { buildUnet } from '../../src/models/unet';
import { Random } from '../../src/utils/random';
import { artifactsOf, layerOf, outputsOf, type SavedModel, tinyModel } from '../support/tinyModel';

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
    layerOf(saved, 'sum').class_name = 'Dot';
    await expect(loadModel(saved)).rejects.toThrow(ModelFormatError); // built half
    saved = structuredClone(original);
    saved.weightSpecs[0]!.name = 'other';
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

it('a layer of a later version, with an option that this one lacks, is refused: it may compute something else', async () => {
  const model = buildUnet([16, 16, 1], { baseFilters: 1, depth: 1 });
  const later = await artifactsOf(model);
  model.dispose();
  Object.assign(layerOf(later, 'enc1').config, { novelty: true });
  await expect(loadModel(later)).rejects.toThrow(
    new ModelFormatError(
      'a layer DoubleConv has the option "novelty", which this version of msa-unet does not know. Update msa-unet',
    ),
  );
});

describe('loadModel refuses', () => {
  const configure = (name: string, config: object) => Object.assign(layerOf(saved, name).config, config);
  const cases: [title: string, message: string | RegExp, damage: () => unknown][] = [
    [
      'absurd filters',
      'the layer "conv" needs a weight "kernel" of 3,3,1,1000000000, more than was saved',
      () => configure('conv', { filters: 1e9 }),
    ],
    ['absurd inputs', 'more than was saved', () => configure('image', { batch_input_shape: [null, 8, 8, 1e9] })],
    ['negative filters', /./, () => configure('conv', { filters: -3 })],
    ['filters that are no number', /./, () => configure('conv', { filters: { many: true } })],
    ['an initializer for a layer', /./, () => Object.assign(layerOf(saved, 'bn'), { class_name: 'Zeros' })],
    [
      'a connection to a tensor that is not there',
      /./,
      () => Object.assign(layerOf(saved, 'bn'), { inbound_nodes: [[['conv', 0, 5, {}]]] }),
    ],
    ['a cycle', 'form a cycle', () => Object.assign(layerOf(saved, 'conv'), { inbound_nodes: [[['conv', 0, 0, {}]]] })],
    [
      'weights of other names',
      'Provided weight data has no target variable',
      () => Object.assign(saved.weightSpecs[0]!, { name: 'other' }),
    ],
    ['weights of another shape', /./, () => Object.assign(saved.weightSpecs[0]!, { shape: [18] })],
    ['weights that are not finite', 'is not finite', () => new Uint8Array(saved.weightData).fill(255)],
  ];

  it.each(cases)('%s', async (_title, message, damage) => {
    damage();
    const start = performance.now();
    const error = await loadModel(saved).then(
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
    const [holder, key] = places[random.integer(places.length)]!;
    const [otherHolder, otherKey] = places[random.integer(places.length)]!;
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
