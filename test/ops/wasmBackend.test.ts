import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { useBackend } from '../../src/node/backends/useBackend';
import { allocateOnWasm, type WasmBackend } from '../../src/ops/wasmBackend';
import { outOfMemory } from '../../src/utils/outOfMemory';

it('allocates tensors that tfjs can read and free', async () => {
  await useBackend('wasm', { log: null });
  const backend = tf.backend() as tf.KernelBackend & WasmBackend;
  const before = backend.numDataIds();
  const info = allocateOnWasm(backend, [2, 3]);
  backend.typedArrayFromHeap(info).fill(0.5);
  expect([...(await backend.read(info.dataId))]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  backend.disposeData(info.dataId);
  expect(backend.numDataIds()).toBe(before);
});

it('says that the memory is full where tfjs would write to address 0', () => {
  const full = {
    makeOutput: () => ({ dataId: {}, shape: [1], dtype: 'float32' }),
    dataIdMap: { get: () => ({ id: 1, memoryOffset: 0 }) },
  } as object as WasmBackend;
  expect(() => allocateOnWasm(full, [1])).toThrow(outOfMemory());
});
