import * as tf from '@tensorflow/tfjs';
import { phantomDataSet, scanVolume } from 'msa-unet';
import { type CreateSegmenterOptions, createSegmenter, type Segmenter } from 'msa-unet/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { standIn } from './standIn';

const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 1, size: 32 }).patients;
const { image: scan } = await scanVolume(patient!.scans[0]!);

let segmenter: Segmenter;
beforeAll(async () => {
  await tf.setBackend('cpu');
  segmenter = (await standIn()).segmenter;
  await segmenter.build('unet', [16, 16, 1], { baseFilters: 1, depth: 1, seed: 1 });
});
afterAll(() => segmenter.dispose());

describe('createSegmenter refuses', () => {
  it.each<[string, unknown, string]>([
    [
      'a backend in place of options',
      'wasm',
      '`options` must be an object; received "wasm". Pass the backend as an option: ' +
        "`createSegmenter({ backend: 'wasm' })`",
    ],
    [
      'a backend of Node',
      { backend: 'tensorflow' },
      '`backend` must be one of auto, webgpu, webgl, wasm, cpu; received "tensorflow". Pass `backend: \'auto\'` for the ' +
        'fastest that works here',
    ],
    [
      'the URL of a worker',
      { worker: './worker.js' },
      '`worker` must be a Worker, or null; received "./worker.js". Start one from its URL: ' +
        "`new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })`",
    ],
    [
      'no time to start',
      { startSeconds: 0 },
      '`startSeconds` must be a number above 0; received 0. Leave `startSeconds` out for 120 s',
    ],
    [
      'a log that is no function',
      { log: true },
      '`log` must be a function of a line, or null; received true. Pass `log: null` for none, or leave `log` out for the ' +
        'console',
    ],
    [
      'a path that is no text',
      { wasmPath: 7 },
      '`wasmPath` must be the URL of a folder, or null; received 7. Pass `wasmPath: null` for the files that the library ' +
        'brings along',
    ],
    [
      'half a thread',
      { threads: 0.5 },
      '`threads` must be an integer from 1 to 8, or null; received 0.5. Pass `threads: null` for the number of processors',
    ],
    [
      'another preference',
      { powerPreference: 'fast' },
      '`powerPreference` must be one of high-performance, low-power; received "fast". Leave `powerPreference` out for the ' +
        'fastest GPU',
    ],
    ['a misspelt option', { backed: 'wasm' }, 'unknown option `backed`. Did you mean `backend`?'],
  ])('%s', async (_, options, message) => {
    await expect(createSegmenter(options as CreateSegmenterOptions)).rejects.toThrow(
      new RangeError(`createSegmenter: ${message}`),
    );
  });
});

describe('load refuses', () => {
  const source = '`source` must be a URL, an array of files, an IO handler or artifacts';
  const asArray = 'For files that a user has chosen, pass an array: `load([...input.files])`';
  it.each<[string, unknown, string]>([
    ['nothing', null, `${source}; received null. ${asArray}`],
    ['one file', new File([], 'model.json'), `${source}; received "[object File]". ${asArray}`],
  ])('%s', async (_, wrong, message) => {
    await expect(segmenter.load(wrong as never)).rejects.toThrow(message);
  });

  it('a handler that only saves', async () => {
    const handler = tf.io.withSaveHandler(async () => ({
      modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' },
    }));
    await expect(segmenter.load(handler)).rejects.toThrow(
      'load: `source` must be an IO handler that can load; received {}. Pass a URL, or a model of the database: ' +
        "`load(indexedDbModel('liver'))`",
    );
  });
});

describe('predict refuses', () => {
  it.each<[string, unknown, object, string]>([
    ['no scan', undefined, {}, 'predict: `volume` must be a Volume, as readVolume returns it; received undefined'],
    [
      'the files of a scan',
      [new File([], 'scan.nii')],
      {},
      'predict: `volume` must be a Volume, as readVolume returns it; received an array',
    ],
    [
      'a misspelt option, even a function, which cannot be sent',
      scan,
      { onProgres: () => {} },
      'predict: unknown option `onProgres`. Did you mean `onProgress`?',
    ],
    [
      'slices larger than the network takes',
      scan,
      {},
      'predictVolume: the model takes slices of 16×16; received 32×32. Pass `size: [16, 16]` to resize them as in ' +
        'training or `slidingWindow: {}` to keep their resolution',
    ],
  ])('%s', async (_, volume, options, message) => {
    await expect(segmenter.predict(volume as typeof scan, options)).rejects.toThrow(new RangeError(message));
  });
});

describe('train refuses', () => {
  const samples = { length: 1, read: () => Promise.reject(new Error('unused')) };
  it.each<[string, object, string]>([
    [
      'no training samples',
      { val: samples },
      '`train` must be samples; received undefined. Prepare slices: `prepareSlices(parts.train)`',
    ],
    [
      'a part that is not prepared',
      { train: samples, val: { slices: 3 } },
      '`val` must be samples; received an object of slices. Prepare slices: `prepareSlices(parts.val)`',
    ],
    [
      'a checkpoint without a name',
      { train: samples, val: samples, checkpoint: { everyBatches: 1 } },
      "`checkpoint.name` must be a text that is not empty; received undefined. Pass `checkpoint: { name: 'liver' }`",
    ],
  ])('%s', async (_, options, message) => {
    await expect(segmenter.train(options as never)).rejects.toThrow(new RangeError(`train: ${message}`));
  });
});

it.each([[null], ['indexeddb://liver']])('save refuses the target %j', async (target) => {
  await expect(segmenter.save(target as never)).rejects.toThrow(
    new RangeError(
      `save: \`target\` must be an IO handler that can save; received ${JSON.stringify(target)}. Save to the database of ` +
        "the browser: `save(indexedDbModel('liver'))`",
    ),
  );
});
