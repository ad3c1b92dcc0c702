import * as tf from '@tensorflow/tfjs';
import type { BackendName } from 'msa-unet/node';

import { tensorBytes } from './tensorBytes';

/** The most memory that a backend has held. */
export interface PeakMemory {
  bytes: number;
  /** What was counted. */
  of: 'WASM heap' | 'process' | 'tensors';
}

/** Runs training steps and tells the peak. Nothing else may have run in this process before. */
export async function peakMemory(backend: BackendName, step: () => Promise<void>): Promise<PeakMemory> {
  if (backend !== 'wasm' && backend !== 'tensorflow') {
    const { peak } = await tensorBytes(step);
    return { bytes: peak, of: 'tensors' };
  }
  await step(); // makes the moments of the optimizer
  await step();
  if (backend === 'tensorflow') return { bytes: 1024 * process.resourceUsage().maxRSS, of: 'process' };
  const { wasm } = tf.backend() as object as { wasm: { HEAPU8: Uint8Array } };
  return { bytes: wasm.HEAPU8.length, of: 'WASM heap' }; // it never shrinks
}
