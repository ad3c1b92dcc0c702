import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { useBackend } from '../../src/node/backends/useBackend';
import { convGeometry } from '../../src/ops/convGeometry';
import { filterGradient } from '../../src/ops/filterGradient';

/** Bytes of the heap; tfjs counts tensors, not what a kernel takes beside them. */
const heap = () => (tf.backend() as object as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;

it.each([
  ['SIMD', 8],
  ['matrix products', 6],
])('filterGradient gives the memory of its working copies back to the heap on WASM: by %s', async (_, filters) => {
  await useBackend('wasm', { log: null });
  const [x, dy] = [tf.ones<tf.Rank.R4>([2, 64, 64, 16]), tf.ones<tf.Rank.R4>([2, 64, 64, filters])];
  const geometry = convGeometry('test', x.shape, [3, 3, 16, filters], { stride: 1, dilation: 2, padding: 'same' });
  for (let i = 0; i < 5; i++) filterGradient(x, dy, geometry).dispose();
  const before = heap();
  for (let i = 0; i < 100; i++) filterGradient(x, dy, geometry).dispose();
  expect(heap()).toBe(before);
  tf.dispose([x, dy]);
});
