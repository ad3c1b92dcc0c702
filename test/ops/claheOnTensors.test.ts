import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { claheGrid } from '../../src/kernels/claheGrid';
import { claheLevels } from '../../src/kernels/claheLevels';
import { claheOnTensors } from '../../src/ops/claheOnTensors';
import { resolveClahe } from '../../src/ops/claheOptions';
import { Random } from '../../src/utils/random';
import { forEachBackend } from '../support/backends';
import { read } from '../support/layers';

forEachBackend(() => {
  it.each([
    [32, 48, {}],
    [31, 25, {}],
    [20, 30, { clipLimit: 0, tileColumns: 5, tileRows: 7 }],
  ])('is within one level of claheLevels at %i×%i, %o', async (height, width, options) => {
    const random = new Random(1);
    const levels = Uint8Array.from({ length: height * width }, () => 80 + 60 * random.uniform());
    const grid = claheGrid(height, width, resolveClahe('test', options));
    const greys = Float32Array.from(levels, (level) => level / 255);
    const out = await read(tf.tidy(() => claheOnTensors(tf.tensor4d(greys, [1, height, width, 1]), grid)));
    const off = [...claheLevels(levels, grid)].map((level, i) => Math.abs(level - Math.round(out[i]! * 255)));
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
  });
});
