import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Sample, type Samples, samplesOf } from '../../../src/data/sample';
import { useBackend } from '../../../src/node/backends/useBackend';
import type { CheckpointOptions } from '../../../src/training/checkpoint/checkpointStore';
import { packRun, unpackRun } from '../../../src/training/checkpoint/packRun';
import type { TrainSegmentationOptions } from '../../../src/training/trainOptions';
import { trainSegmentation } from '../../../src/training/trainSegmentation';
import { forgetfulNet, memoryStore, resumable, watched } from '../../support/resumable';
import { weightsOf } from '../../support/trainableModel';

const libraryVersion: string = JSON.parse(readFileSync('package.json', 'utf8')).version;

beforeAll(() => useBackend('wasm', { log: null }));

const brief = { ...resumable, epochs: 2 };
let checkpoint: Uint8Array;

beforeAll(async () => {
  const store = memoryStore();
  await trainSegmentation(forgetfulNet(), { ...brief, checkpoint: { store } });
  checkpoint = store.written[0]!;
});

/** A run that finds the checkpoint of another. */
const goOn = (options: Partial<TrainSegmentationOptions>, model = forgetfulNet(), found = checkpoint) =>
  trainSegmentation(model, {
    ...brief,
    ...options,
    checkpoint: { store: { ...memoryStore(), read: async () => found } },
  });

const changed = (samples: Samples, change: (sample: Sample) => Sample): Samples =>
  samplesOf(Array.from({ length: samples.length }, (_, i) => change(samples.read(i) as Sample)));

describe('a checkpoint of another run is refused', () => {
  const refuses = (options: Partial<TrainSegmentationOptions>, difference: string, model?: tf.LayersModel) =>
    expect(goOn(options, model)).rejects.toThrow(
      new RangeError(
        `trainSegmentation: the checkpoint in memory is of another run: ${difference}. Use the options that it was made ` +
          'with, or use another folder, or pass `checkpoint: { resume: false }` to start over',
      ),
    );

  test('with options that matter, each named', async () => {
    await refuses({ batchSize: 4, seed: -1 }, '`batchSize` was 3 and is 4; `seed` was 3 and is -1');
    await refuses({ learningRate: 1 }, '`learningRate` was 0.02 and is 1');
    await refuses({ accumulate: 1 }, '`accumulate` was 2 and is 1');
    await refuses(
      { augmentation: null },
      '`augmentation` was {"crop":0.1,"horizontalFlip":true,"verticalFlip":true,"translate":0.1} and is null',
    );
    await refuses(
      { earlyStopping: { patience: 9 } },
      '`earlyStopping` was {"patience":20,"minDelta":0} and is {"patience":9,"minDelta":0}',
    );
    await refuses({ fromLogits: true }, '`fromLogits` was false and is true');
  });

  const differs = (part: string) =>
    new RegExp(
      `of another run: ${part} was "\\d+ (samples|weights), [0-9a-f]{8}" and is "\\d+ \\1, [0-9a-f]{8}"\\. Use the`,
    );

  test('with other samples: fewer, renamed, of other pixels, in another order', async () => {
    const { train, val } = resumable;
    const samples = Array.from({ length: train.length }, (_, i) => train.read(i) as Sample);
    await expect(goOn({ val: samplesOf([val.read(0) as Sample]) })).rejects.toThrow(differs('`val`'));
    await expect(goOn({ train: changed(train, (one) => ({ ...one, name: `${one.name}!` })) })).rejects.toThrow(
      differs('`train`'),
    );
    const image = (one: Sample) => ({ ...one, image: one.image.map((level) => level / 2) });
    await expect(goOn({ train: changed(train, image) })).rejects.toThrow(differs('`train`'));
    await expect(goOn({ train: samplesOf(samples.reverse()) })).rejects.toThrow(differs('`train`'));
  });

  test('with samples that were prepared otherwise, which is said first; alone it does not matter', async () => {
    const preparedWith = (samples: Samples, windows: unknown) => ({
      ...samples,
      preparation: { size: [16, 16], windows },
    });
    const windows = [[-200, 250]];
    const store = memoryStore();
    const train = preparedWith(resumable.train, null);
    await trainSegmentation(forgetfulNet(), { ...brief, train, checkpoint: { store } });
    const others = changed(resumable.train, (one) => ({ ...one, name: `${one.name}!` }));
    await expect(
      trainSegmentation(forgetfulNet(), { ...brief, train: preparedWith(others, windows), checkpoint: { store } }),
    ).rejects.toThrow('of another run: `windows` was null and is [[-200,250]]; `train` was "');
    const same = { ...brief, train: preparedWith(resumable.train, windows), checkpoint: { store } };
    expect((await trainSegmentation(forgetfulNet(), same)).epochs).toHaveLength(2);
    await expect(goOn({ train: preparedWith(others, windows) })).rejects.toThrow('of another run: `train` was "');
  });

  test('with another model: of another width, another seed, or frozen', async () => {
    await expect(goOn({}, forgetfulNet({ filters: 4 }))).rejects.toThrow(differs('the model'));
    await expect(goOn({}, forgetfulNet({ dropSeed: 8 }))).rejects.toThrow(differs('the model'));
    const frozen = forgetfulNet();
    frozen.layers[1]!.trainable = false;
    await expect(goOn({}, frozen)).rejects.toThrow(differs('the model'));
  });

  test('and the model keeps its weights, and no tensor is left', async () => {
    const model = forgetfulNet();
    const weights = weightsOf(model);
    const before = tf.memory().numTensors;
    await expect(goOn({ seed: 9 }, model)).rejects.toThrow('of another run');
    expect(weightsOf(model)).toEqual(weights);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('but prefetch, the number of epochs and unnamed layers do not matter', async () => {
    const { epochs } = await goOn({ prefetch: 0, epochs: 3 });
    expect(epochs).toHaveLength(3);
  });

  test('but with a cosine decay the number of epochs does', async () => {
    const store = memoryStore();
    const cosine = { ...brief, decay: 'cosine', plateau: null } as const;
    await trainSegmentation(forgetfulNet(), { ...cosine, checkpoint: { store } });
    await expect(trainSegmentation(forgetfulNet(), { ...cosine, epochs: 3, checkpoint: { store } })).rejects.toThrow(
      '`epochs` was 2 and is 3',
    );
  });
});

describe('checkpoints are written', () => {
  const countOf = async (options: Omit<CheckpointOptions, 'store'>) => {
    const store = memoryStore();
    await trainSegmentation(forgetfulNet(), { ...brief, epochs: 3, checkpoint: { store, ...options } });
    return store.written.length;
  };

  test.each<[Omit<CheckpointOptions, 'store'>, number]>([
    [{}, 3],
    [{ everyEpochs: 2 }, 2], // and at the end
    [{ everyEpochs: null }, 1],
    [{ everyEpochs: null, everySeconds: 0 }, 10],
    [{ everyEpochs: null, everyBatches: 4 }, 3],
    [{ everySeconds: null, everyBatches: 3 }, 6],
  ])('%j: %i times in 3 epochs of 3 batches', async (options, count) => {
    expect(await countOf(options)).toBe(count);
  });

  test('not before the store has said that it can', async () => {
    const prepare = (bytes: number) => Promise.reject(new Error(`no room for ${bytes} bytes`));
    let steps = 0;
    const failing = trainSegmentation(forgetfulNet(), {
      ...brief,
      checkpoint: { store: { ...memoryStore(), prepare } },
      onProgress: () => steps++,
    });
    await expect(failing).rejects.toThrow(new Error('no room for 12272 bytes'));
    expect(steps).toBe(0);
  });

  test('or the run is refused before more than the first sample is read, for its size', async () => {
    const prepare = () => Promise.reject(new Error('no room'));
    const unread = watched(resumable.train, (i) => {
      if (i > 0) throw new Error('a sample was read');
    });
    const refused = trainSegmentation(forgetfulNet(), {
      ...brief,
      train: unread,
      checkpoint: { store: { ...memoryStore(), prepare } },
    });
    await expect(refused).rejects.toThrow(new Error('no room'));
    await expect(goOn({ train: unread, batchSize: 4 })).rejects.toThrow('`batchSize` was 3 and is 4');
  });

  test('unless the run has ended', async () => {
    const store = memoryStore();
    await trainSegmentation(forgetfulNet(), { ...brief, checkpoint: { store } });
    const full = { ...store, prepare: () => Promise.reject(new Error('no room')) };
    const { epochs } = await trainSegmentation(forgetfulNet(), { ...brief, checkpoint: { store: full } });
    expect(epochs).toHaveLength(2);
    const more = trainSegmentation(forgetfulNet(), { ...brief, epochs: 3, checkpoint: { store: full } });
    await expect(more).rejects.toThrow(new Error('no room'));
  });

  test('of a size not above that which the store was told', async () => {
    let told = 0;
    const prepare = async (bytes: number) => {
      told = bytes;
    };
    const store = { ...memoryStore(), prepare };
    await trainSegmentation(forgetfulNet({ filters: 20 }), { ...brief, checkpoint: { store } });
    expect(store.written.at(-1)!.length).toBeLessThanOrEqual(told);
    expect(store.written.at(-1)!.length).toBeGreaterThan(0.7 * told);
  });

  test.each([
    [{ everyEpochs: 0 }, '`everyEpochs` must be a positive integer; received 0'],
    [{ everyBatches: 0.5 }, '`everyBatches` must be a positive integer; received 0.5'],
    [{ everySeconds: -1 }, '`everySeconds` must be a number of at least 0; received -1'],
  ])('never with %j', (options, message) =>
    expect(countOf(options)).rejects.toThrow(new RangeError(`checkpoint: ${message}`)),
  );
});

describe('the bytes of a checkpoint', () => {
  test('hold all numbers exactly, also those that JSON lacks', () => {
    const saved = unpackRun(checkpoint);
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1, 1e-300] as const;
    const [record] = saved.progress.records;
    const records = odd.map((loss) => ({ ...record!, loss }));
    const again = { ...saved, progress: { ...saved.progress, records }, best: [Float32Array.of(Number.NaN, 1e-40)] };
    expect(unpackRun(packRun(again))).toEqual(again);
  });

  test('name the versions and the backend', () => {
    expect(unpackRun(checkpoint).versions).toEqual({
      'msa-unet': libraryVersion,
      tfjs: tf.version.tfjs,
      backend: 'wasm',
    });
  });

  test('of other versions are read, also of those that did not name their own', async () => {
    const { versions, ...saved } = unpackRun(checkpoint);
    const { 'msa-unet': _, ...unnamed } = versions;
    for (const other of [unnamed, { ...versions, 'msa-unet': '0.0.1' }]) {
      const { epochs } = await goOn({}, forgetfulNet(), packRun({ ...saved, versions: other }));
      expect(epochs).toHaveLength(2);
    }
  });

  const damaged = new RangeError(
    'trainSegmentation: the checkpoint is damaged. Use another folder, or pass `checkpoint: { resume: false }` to start over',
  );

  test.each([0, 3, 4, 100, -1])('are refused if they end at %i', async (end) => {
    await expect(goOn({}, forgetfulNet(), checkpoint.subarray(0, end))).rejects.toThrow(damaged);
  });

  test('of a later format are refused', async () => {
    const [before, after] = ['"formatVersion":1', '"formatVersion":2'].map((text) => Buffer.from(text)) as [
      Buffer,
      Buffer,
    ];
    const later = Buffer.from(checkpoint);
    after.copy(later, later.indexOf(before));
    await expect(goOn({}, forgetfulNet(), later)).rejects.toThrow(
      new RangeError(
        'trainSegmentation: the checkpoint has the format 2, and this version reads 1. Use msa-unet ' +
          `${libraryVersion}, which wrote it, or pass \`checkpoint: { resume: false }\` to start over`,
      ),
    );
  });
});
