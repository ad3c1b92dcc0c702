import 'fake-indexeddb/auto';

import * as tf from '@tensorflow/tfjs';
import { IDBFactory } from 'fake-indexeddb';
import {
  buildUnet,
  diceLoss,
  loadModel,
  ModelFormatError,
  OptionError,
  outputFor,
  phantomDataSet,
  predictVolume,
  prepareSlices,
  scanVolume,
  trainSegmentation,
} from 'msa-unet';
import { indexedDbModel, type Segmenter } from 'msa-unet/browser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { numbersIn, resumable } from '../../support/resumable';
import { artifactsOf } from '../../support/tinyModel';
import { weightsOf } from '../indexedDb/weightsOf';
import { standIn } from './standIn';

const unet = { baseFilters: 2, depth: 2, seed: 1 };
const model = buildUnet([null, null, 1], unet);
const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 5, size: 32 }).patients;
const { image: scan } = await scanVolume(patient!.scans[0]!);

let segmenter: Segmenter;
beforeEach(async () => {
  await tf.setBackend('cpu');
  globalThis.indexedDB = new IDBFactory();
  segmenter = (await standIn()).segmenter;
});
afterEach(() => segmenter.dispose());

const errorOf = async (work: Promise<unknown>): Promise<unknown> => work.then(() => null).catch((error) => error);

/** Weights of the worker's model. */
async function weightsInside(): Promise<number[][]> {
  await segmenter.save(indexedDbModel('inside'));
  return weightsOf(await loadModel(indexedDbModel('inside'))).map(([, values]) => values);
}
const weightsIn = (one: tf.LayersModel) => weightsOf(one).map(([, values]) => values);

describe('predict', () => {
  it('gives the mask of predictVolume, and its progress', async () => {
    await segmenter.load(await artifactsOf(model));
    const slices: number[] = [];
    const mask = await segmenter.predict(scan, {
      batchSize: 2,
      threshold: 0.4,
      onProgress: (progress) => void slices.push(progress.slices),
    });
    expect(mask).toEqual(await predictVolume(model, scan, { batchSize: 2, threshold: 0.4 }));
    expect(new Set(mask.data).size).toBe(2);
    expect(slices).toEqual([2, 4, 5]);
  });

  it('copies the scan, or empties it if asked to transfer it', async () => {
    await segmenter.build('unet', [null, null, 1], unet);
    const own = { ...scan, data: scan.data.slice() };
    const mask = await segmenter.predict(own);
    expect(own.data).toEqual(scan.data);
    expect(await segmenter.predict(own, { transfer: true })).toEqual(mask);
    expect(own.data.length).toBe(0);
  });

  it('sends only the voxels of a scan whose buffer holds more', async () => {
    await segmenter.build('unet', [null, null, 1], unet);
    const shared = new Int16Array(scan.data.length + 10);
    shared.set(scan.data, 10);
    const mask = await segmenter.predict({ ...scan, data: shared.subarray(10) }, { transfer: true });
    expect(mask).toEqual(await segmenter.predict(scan));
    expect(shared.length).toBe(scan.data.length + 10);
  });

  it('rejects with the reason of the signal at once, and the segmenter remains usable', async () => {
    await segmenter.build('unet', [null, null, 1], unet);
    const abort = new AbortController();
    const reason = new Error('no longer needed');
    const slices: number[] = [];
    const onProgress = (progress: { slices: number }) => {
      slices.push(progress.slices);
      abort.abort(reason);
    };
    const options = { batchSize: 1, signal: abort.signal, onProgress };
    expect(await errorOf(segmenter.predict(scan, options))).toBe(reason);
    expect(await errorOf(segmenter.predict(scan, options))).toBe(reason);
    expect((await segmenter.predict(scan)).shape).toEqual(scan.shape);
    expect(slices).toEqual([1]);
  });

  it('rejects with what onProgress throws', async () => {
    await segmenter.build('unet', [null, null, 1], unet);
    const error = new Error('mine');
    const onProgress = () => {
      throw error;
    };
    expect(await errorOf(segmenter.predict(scan, { onProgress }))).toBe(error);
  });

  it('needs a model', async () => {
    await expect(segmenter.predict(scan)).rejects.toThrow('predict: there is no model yet. Call load or build first');
  });
});

describe('train', () => {
  it('has the losses and weights of trainSegmentation, and reports batches and epochs', async () => {
    const whole = buildUnet([null, null, 1], unet);
    const expected = await trainSegmentation(whole, resumable);
    await segmenter.build('unet', [null, null, 1], unet);
    const epochs: number[] = [];
    let batches = 0;
    const history = await segmenter.train({
      ...resumable,
      onProgress: () => void batches++,
      onEpoch: ({ epoch }) => void epochs.push(epoch),
    });
    expect(numbersIn(history)).toEqual(numbersIn(expected));
    expect(await weightsInside()).toEqual(weightsIn(whole));
    expect(batches).toBe(3 * history.epochs.length);
    expect(epochs).toEqual(history.epochs.map(({ epoch }) => epoch));
  });

  it('learns the labels of the samples, and predicts them by name', async () => {
    const slices = phantomDataSet({ patients: 1, slicesPerPatient: 3, size: 32, labels: 'organs' }).patients[0]!.scans;
    const samples = prepareSlices(slices.flatMap((organs) => [0, 1].map((index) => ({ scan: organs, index }))));
    const network = { ...unet, ...outputFor(samples.labels!) };
    const settings = { train: samples, val: samples, epochs: 1, batchSize: 2, seed: 3 };
    const whole = buildUnet([null, null, 1], network);
    const expected = await trainSegmentation(whole, settings);
    await segmenter.build('unet', [null, null, 1], network);
    expect(numbersIn(await segmenter.train(settings))).toEqual(numbersIn(expected));
    const mask = await segmenter.predict(scan);
    expect(mask.segments!.map(({ name }) => name)).toContain('spleen');
    expect(mask).toEqual(await predictVolume(whole, scan));
  });

  it('takes arrays of samples, and a loss by name with its options', async () => {
    const settings = { epochs: 1, batchSize: 3, seed: 3 };
    const { train, val } = resumable;
    const whole = buildUnet([null, null, 1], unet);
    const expected = await trainSegmentation(whole, { ...settings, train, val, loss: diceLoss({ smooth: 2 }) });
    await segmenter.build('unet', [null, null, 1], unet);
    const arrays = {
      train: await Promise.all(Array.from({ length: train.length }, (_, i) => train.read(i))),
      val: await Promise.all(Array.from({ length: val.length }, (_, i) => val.read(i))),
    };
    const history = await segmenter.train({ ...settings, ...arrays, loss: { name: 'dice', smooth: 2 } });
    expect(numbersIn(history)).toEqual(numbersIn(expected));
    expect(arrays.train[0]!.image.length).toBe(256);
  });

  it('resolves after an abort with what was trained, and resumes from its checkpoint', async () => {
    const whole = buildUnet([null, null, 1], unet);
    const expected = await trainSegmentation(whole, resumable);
    const checkpoint = { name: 'run', everyBatches: 1 };
    const abort = new AbortController();
    await segmenter.build('unet', [null, null, 1], unet);
    const onProgress = ({ epoch, batch }: { epoch: number; batch: number }) => {
      if (epoch === 2 && batch === 2) abort.abort();
    };
    const stopped = await segmenter.train({ ...resumable, checkpoint, signal: abort.signal, onProgress });
    expect(stopped.ended).toBe('aborted');

    segmenter.dispose();
    segmenter = (await standIn()).segmenter;
    await segmenter.build('unet', [null, null, 1], unet);
    expect(numbersIn(await segmenter.train({ ...resumable, checkpoint }))).toEqual(numbersIn(expected));
    expect(await weightsInside()).toEqual(weightsIn(whole));
  });

  it('rejects with the error of reading a sample', async () => {
    await segmenter.build('unet', [null, null, 1], unet);
    const read = () => Promise.reject(new TypeError('the file has moved'));
    const error = await errorOf(segmenter.train({ ...resumable, train: { length: 3, read } }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: 'the file has moved' });
  });

  it('refuses a loss that is a function', async () => {
    await expect(segmenter.train({ ...resumable, loss: diceLoss() as never })).rejects.toThrow(
      'train: `loss` must be a name, such as \'dice\': functions cannot be sent to a worker; received "a function". ' +
        "Pass `loss: 'bceDice'`",
    );
  });
});

describe('load and save', () => {
  it('describe the model, and exchange it with the database and with handlers of the page', async () => {
    await model.save(indexedDbModel('liver'));
    expect(await segmenter.load(indexedDbModel('liver'))).toEqual({
      inputShape: [null, null, null, 1],
      outputShape: [null, null, null, 1],
      parameters: model.countParams(),
    });
    const saved: tf.io.ModelArtifacts[] = [];
    const handler = tf.io.withSaveHandler(async (artifacts) => {
      saved.push(artifacts);
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    });
    await segmenter.save(handler);
    expect(weightsOf(await loadModel(saved[0]!))).toEqual(weightsOf(model));
    await segmenter.load({ load: async () => saved[0]! });
    expect(await weightsInside()).toEqual(weightsIn(model));
  });

  it('that fails keeps the current model, with an error of the same class', async () => {
    await segmenter.load(await artifactsOf(model));
    const broken = { ...(await artifactsOf(model)), weightData: new ArrayBuffer(4) };
    const error = await errorOf(segmenter.load(broken));
    expect(error).toBeInstanceOf(ModelFormatError);
    expect(error).toMatchObject({ message: expect.stringMatching(/^the weight data must have \d+ bytes/) });
    expect(await weightsInside()).toEqual(weightsIn(model));
  });

  it('report OptionErrors with their parts', async () => {
    const error = await errorOf(segmenter.build('unet', [30, 30, 1], { baseFilters: 2 }));
    const local = (() => {
      try {
        return buildUnet([30, 30, 1], { baseFilters: 2 });
      } catch (thrown) {
        return thrown as OptionError;
      }
    })() as OptionError;
    expect(error).toBeInstanceOf(OptionError);
    expect((error as OptionError).message).toBe(local.message);
    const { owner, option, expected, received, fix } = local;
    expect(error).toMatchObject({ owner, option, expected, received, fix });
  });
});

it('calls are processed one at a time, in their order', async () => {
  const order: string[] = [];
  const done = (name: string) => () => void order.push(name);
  await Promise.all([
    segmenter.build('unet', [null, null, 1], unet).then(done('build')),
    segmenter.predict(scan).then(done('predict')),
    segmenter.train({ ...resumable, epochs: 1 }).then(done('train')),
    segmenter.predict(scan).then(done('predict again')),
  ]);
  expect(order).toEqual(['build', 'predict', 'train', 'predict again']);
});

describe('while a handler of the page is loading', () => {
  const slowly = async () => {
    const artifacts = await artifactsOf(model);
    return { load: () => new Promise<tf.io.ModelArtifacts>((resolve) => setTimeout(resolve, 50, artifacts)) };
  };

  it('calls wait for it, and use the new model', async () => {
    await segmenter.build('unet', [null, null, 1], { ...unet, seed: 2 });
    const loading = segmenter.load(await slowly());
    const failing = errorOf(segmenter.load({ load: () => Promise.reject(new Error('offline')) }));
    const own = { ...scan, data: scan.data.slice() };
    const predicting = segmenter.predict(own);
    own.data.fill(0);
    expect(await predicting).toEqual(await predictVolume(model, scan));
    expect(await failing).toMatchObject({ message: 'offline' });
    await loading;
    expect(await weightsInside()).toEqual(weightsIn(model));
  });

  it('a scan that is transferred is empty at once', async () => {
    const loading = segmenter.load(await slowly());
    const own = { ...scan, data: scan.data.slice() };
    const predicting = segmenter.predict(own, { transfer: true });
    expect(own.data.length).toBe(0);
    expect(await predicting).toEqual(await predictVolume(model, scan));
    await loading;
  });

  it('an abort rejects at once, and so does dispose', async () => {
    const order: string[] = [];
    const loading = errorOf(segmenter.load(await slowly())).finally(() => order.push('load'));
    const abort = new AbortController();
    const predicting = errorOf(segmenter.predict(scan, { signal: abort.signal })).finally(() => order.push('predict'));
    const building = errorOf(segmenter.build('unet', [null, null, 1], unet)).finally(() => order.push('build'));
    abort.abort(new Error('no longer needed'));
    expect(await predicting).toMatchObject({ message: 'no longer needed' });
    expect(order).toEqual(['predict']);
    segmenter.dispose();
    expect(await building).toMatchObject({ message: 'createSegmenter: the segmenter has been disposed' });
    expect(await loading).toBe(await building);
  });
});
