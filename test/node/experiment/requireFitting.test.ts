import * as tf from '@tensorflow/tfjs';
import { paperTables } from 'msa-unet';
import { tablePresets } from 'msa-unet/node';
import { beforeAll, expect, test } from 'vitest';

import { networkOf } from '../../../src/node/experiment/network';
import { requireFitting } from '../../../src/node/experiment/requireFitting';

beforeAll(() => tf.setBackend('cpu'));

const { paper, 'cpu-minutes': small } = tablePresets;
const msaUnet = [networkOf('msaUnet', paper)];

test("the paper's setting is refused on WebAssembly, with a hint", () => {
  expect(() => requireFitting(msaUnet, paper, 'wasm')).toThrow(
    new RangeError(
      'runTable: a training step of msaUnet at 512 × 512 pixels, width 16 and batch 6 holds at least 6.6 GiB; WebAssembly has 4.0. ' +
        "Use tfjs-node or WebGPU once it is installed, or pass `preset: 'cpu-minutes'`, or lower `size` or `width`, or raise `accumulate`",
    ),
  );
});

test('a batch that is worked off in passes needs the memory of one', () => {
  expect(() => requireFitting(msaUnet, { ...paper, accumulate: 3 }, 'wasm')).not.toThrow();
});

test('other backends are not refused', () => {
  expect(() => requireFitting(msaUnet, paper, 'webgpu')).not.toThrow();
});

test('a size that is not legal shows before anything is trained, and no tensors stay', () => {
  const before = tf.memory().numTensors;
  expect(() => requireFitting([networkOf('ceNet', small)], { ...small, size: 160 }, 'wasm')).toThrow(
    new RangeError(
      'runTable: slices of 160 × 160 pixels do not fit ceNet (multiples of 32 from 192). Pass `size: 192`',
    ),
  );
  expect(() => requireFitting([networkOf('ceNet', small)], small, 'wasm')).not.toThrow();
  expect(tf.memory().numTensors).toBe(before);
});

test('sizes are named that all networks of Table 1 take, which they do', () => {
  const networks = paperTables.table1.rows.map(({ model }) => networkOf(model, small));
  const at = (size: number) => () => requireFitting(networks, { ...small, size }, 'tensorflow');
  expect(at(200)).toThrow(
    new RangeError(
      'runTable: slices of 200 × 200 pixels do not fit unetPublished (multiples of 16), unetPlusPlusPublished (multiples of 16), deepLabV3PlusMobile (multiples of 16), ceNet (multiples of 32 from 192), msaUnet (multiples of 16 from 32). Pass `size: 192` or `size: 224`',
    ),
  );
  for (const size of [192, 224]) expect(at(size)).not.toThrow();
});

test('a network that takes the size is not among those that refuse it', () => {
  const networks = [networkOf('unet', small), networkOf('ceNet', small)];
  expect(() => requireFitting(networks, { ...small, size: 208 }, 'wasm')).toThrow(
    new RangeError(
      'runTable: slices of 208 × 208 pixels do not fit ceNet (multiples of 32 from 192). Pass `size: 192` or `size: 224`',
    ),
  );
});
