import * as tf from '@tensorflow/tfjs';
import { tablePresets } from 'msa-unet/node';
import { beforeAll, expect, test } from 'vitest';

import { networkOf } from '../../../src/node/experiment/network';
import { requireMemory } from '../../../src/node/experiment/requireMemory';

beforeAll(() => tf.setBackend('cpu'));

const { paper, 'cpu-minutes': small } = tablePresets;
const msaUnet = [networkOf('msaUnet', paper)];

test("the paper's setting is refused on WebAssembly, with a hint", () => {
  expect(() => requireMemory(msaUnet, paper, 'wasm')).toThrow(
    new RangeError(
      'A training step of msaUnet at 512 × 512 pixels, width 16 and batch 6 holds at least 6.6 GiB; WebAssembly has 4.0. ' +
        'Train on a GPU or with tfjs-node (--backend webgpu or tensorflow; docs/backends.md tells how to install them), or smaller: --preset cpu-minutes, or --size, --width, --accumulate',
    ),
  );
});

test('a batch that is worked off in passes needs the memory of one', () => {
  expect(() => requireMemory(msaUnet, { ...paper, accumulate: 3 }, 'wasm')).not.toThrow();
});

test('other backends are not refused', () => {
  expect(() => requireMemory(msaUnet, paper, 'webgpu')).not.toThrow();
});

test('a size that is not legal shows before anything is trained, and no tensors stay', () => {
  const before = tf.memory().numTensors;
  expect(() => requireMemory([networkOf('ceNet', small)], { ...small, size: 160 }, 'wasm')).toThrow(/at least 192/);
  expect(() => requireMemory([networkOf('ceNet', small)], small, 'wasm')).not.toThrow();
  expect(tf.memory().numTensors).toBe(before);
});
