import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';

import { MSRB } from '../../../src/layers/msrb';
import { type BackendInfo, useBackend } from '../../../src/node/backends/useBackend';
import { runFresh } from '../../support/freshProcess';
import { expectClose } from '../../support/gradients';

let info: BackendInfo | undefined;
const start = async (threads?: number) => {
  info = await useBackend('wasm', { log: null, threads });
  return info;
};
afterEach(() => {
  info?.dispose();
  const factory = tf.findBackendFactory('wasm');
  if (!('wasm' in tf.engine().registryFactory)) return;
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory);
});

/** What an untrained block makes of two maps, and the gradients of all its weights. */
function trainingStep(): Float32Array[] {
  return tf.tidy(() => {
    const block = new MSRB({ filters: 8, dropBlock: null, seed: 1 });
    const maps = tf.randomNormal([2, 32, 32, 4], 0, 1, 'float32', 7);
    const output = () => block.apply(maps, { training: true }) as tf.Tensor;
    const result = output();
    const { value, grads } = tf.variableGrads(() => output().square().sum());
    const numbers = [result, value, ...Object.values(grads)].map((tensor) => tensor.dataSync() as Float32Array);
    block.dispose();
    return numbers;
  });
}

describe('useBackend wasm with threads', () => {
  it('starts one worker less than it has threads, and says so', async () => {
    expect((await start(3)).detail).toBe('SIMD, 3 threads');
    const { wasm } = tf.backend() as tf.KernelBackend & { wasm: { PThread: Record<string, unknown[]> } };
    expect(wasm.PThread).toMatchObject({ runningWorkers: { length: 2 }, unusedWorkers: { length: 0 } });
  });

  it('gives the numbers of one thread in a training step but for rounding, and the same again', async () => {
    await start(2);
    const threaded = trainingStep();
    expect(trainingStep()).toEqual(threaded);
    info!.dispose();
    expect((await start()).detail).toBe('SIMD, 1 thread');
    for (const [i, values] of trainingStep().entries()) expectClose(threaded[i]!, values, 1e-5);
  });

  it('lets the program end by itself', async () => {
    expect(await runFresh('threadedProduct.ts', [])).toBe(String(300 * 200 * 100));
  });

  it('leaves the global Worker as it was', async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
    await start(2);
    expect(Object.getOwnPropertyDescriptor(globalThis, 'Worker')).toEqual(before);
  });

  it('is kept when no number is asked for, and does not change while tensors live on it', async () => {
    await start(2);
    expect((await useBackend('wasm', { log: null })).detail).toBe('SIMD, 2 threads');
    await expect(useBackend('wasm', { log: null, threads: 4 })).rejects.toThrow(
      new Error(
        'useBackend: "wasm" cannot be used here: it runs with 2 threads already, not with 4; ask for them at the start.',
      ),
    );
  });

  it('ends once: what was started since lives on', async () => {
    const { dispose } = await start(2);
    dispose();
    await start();
    dispose();
    expect(tf.getBackend()).toBe('wasm');
  });

  it.each([0, 1.5, 5])('does not start %d threads', async (threads) => {
    await expect(useBackend('wasm', { threads })).rejects.toThrow(
      new RangeError(`useBackend: \`threads\` must be an integer from 1 to 4; received ${threads}`),
    );
  });
});
