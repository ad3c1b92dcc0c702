import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { CLAHE } from '../../src/preprocess/clahe';
import { forEachBackend } from '../support/backends';
import { modelOf, outputOf } from '../support/layers';
import { expectSameConfig, expectSameWhenLoaded } from '../support/saved';

const options = { name: 'tested', clipLimit: 3, tileColumns: 3, tileRows: 2 };

forEachBackend(() => {
  it('makes of a constant image of 100 / 255 one of 103 / 255', async () => {
    const out = await outputOf(new CLAHE(), tf.fill([1, 512, 512, 1], 100 / 255));
    expect(out.every((grey) => Math.round(grey * 255) === 103)).toBe(true);
  });

  it('keeps every option through toJSON and modelFromJSON', async () => {
    const layer = new CLAHE(options);
    expect(layer.getConfig()).toMatchObject(options);
    await expectSameConfig(modelOf(layer, [[null, null, 2]]));
  });

  it('predicts bit by bit the same after a fresh process has loaded it', async () => {
    await expectSameWhenLoaded(modelOf(new CLAHE(options), [[9, 7, 2]]));
  });
});

it.each([
  [{ clipLimit: Number.NaN }, 'CLAHE: `clipLimit` must be a finite number; received NaN'],
  [{ tileRows: 0 }, 'CLAHE: `tileRows` must be a positive integer; received 0'],
])('refuses %o', (wrong, message) => {
  expect(() => new CLAHE(wrong)).toThrow(new RangeError(message));
});
