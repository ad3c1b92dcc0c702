import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { predictPadded } from '../../src/inference/predictPadded';
import { addPreprocessing } from '../../src/models/addPreprocessing';
import { loadModel } from '../../src/models/loadModel';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import { CLAHE } from '../../src/preprocess/clahe';
import { HUWindow } from '../../src/preprocess/huWindow';
import { randomTensor } from '../support/gradients';
import { expectSameWhenLoaded } from '../support/saved';

describe('addPreprocessing', () => {
  beforeAll(() => useBackend('wasm', { log: null }));
  const bare = () => buildMsaUnet([null, null, 1], { baseFilters: 1, seed: 1, dropBlock: null });
  const slice = () => tf.tidy(() => tf.mul<tf.Tensor4D>(randomTensor([2, 100, 90, 1], 1), 400));
  const reloaded = async (model: tf.LayersModel) => {
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
      }),
    );
    return loadModel(saved!);
  };

  it.each([true, false])('saved, takes HU of any size as the bare model takes them windowed; CLAHE: %s', async (on) => {
    const model = bare();
    const hu = slice();
    const grey = new HUWindow().apply(hu) as tf.Tensor4D;
    const ready = on ? (new CLAHE().apply(grey) as tf.Tensor4D) : grey;
    const expected = predictPadded(model, ready).dataSync();
    const whole = await reloaded(addPreprocessing(model, on ? {} : { clahe: null }));
    expect(predictPadded(whole, hu).dataSync()).toEqual(expected);
  });

  it.each(['cpu', 'wasm'] as const)('saved, makes of HU the same masks in a fresh process on %s', async (backend) => {
    await useBackend(backend, { log: null });
    const model = buildMsaUnet([32, 48, 1], { baseFilters: 1, seed: 1, dropBlock: null });
    await expectSameWhenLoaded(addPreprocessing(model, { clahe: { clipLimit: 3, tileColumns: 4 } }), { scale: 400 });
    await useBackend('wasm', { log: null });
  });

  it('refuses a model that takes Hounsfield units already', () => {
    expect(() => addPreprocessing(addPreprocessing(bare()))).toThrow(
      new RangeError(
        'addPreprocessing: `model` must take grey levels; received one with an HUWindow. Use it unchanged',
      ),
    );
  });

  it('refuses one window beside several', () => {
    const two = buildMsaUnet([32, 32, 2], { baseFilters: 1 });
    const windows = [[0, 1], [2, 3]] as const; // biome-ignore format: a list
    expect(() => addPreprocessing(two, { windows, huWindow: {} })).toThrow('`windows` must be null with `huWindow`');
  });

  it('predicts a legal size without padding', () => {
    const model = addPreprocessing(bare());
    const hu = tf.tidy(() => tf.mul<tf.Tensor4D>(randomTensor([1, 32, 48, 1], 2), 400));
    expect((model.predict(hu) as tf.Tensor).dataSync()).toEqual(predictPadded(model, hu).dataSync());
  });

  it('trains', async () => {
    const model = addPreprocessing(buildMsaUnet([32, 32, 1], { baseFilters: 1, seed: 1, dropBlock: null }));
    model.compile({ optimizer: tf.train.adam(1e-2), loss: 'binaryCrossentropy' });
    const hu = tf.tidy(() => tf.mul(randomTensor([2, 32, 32, 1], 3), 400));
    const mask = tf.tidy(() => tf.cast(tf.greater(hu, 0), 'float32'));
    const { history } = await model.fit(hu, mask, { epochs: 4, shuffle: false, verbose: 0 });
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0] as number);
  });
});
