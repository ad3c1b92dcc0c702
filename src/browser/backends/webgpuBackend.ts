import * as tf from '@tensorflow/tfjs';

import { startedBackend } from '../../kernels/engine';
import { type AdapterChoice, type Gpu, startWebgpu } from '../../kernels/webgpu/startWebgpu';
import type { Activated } from '../../utils/chooseBackend';
import { within } from '../../utils/within';
import { backendPackage } from './backendPackage';

const importPackage = backendPackage('webgpu', {
  name: 'tfjsWebgpu.js',
  load: () => import('./sideFiles/tfjsWebgpu'),
});

/**
 * Activates WebGPU on a GPU.
 *
 * @throws Error if the browser has no WebGPU, or if it finds no adapter, or only a software rasteriser and that is not
 *   allowed
 */
export async function activateWebgpu(choice: AdapterChoice): Promise<Activated> {
  const gpu = globalThis.navigator?.gpu as GPU | undefined;
  if (!gpu && !isSecureContext) throw new Error('browsers offer WebGPU only to pages over HTTPS and from localhost');
  if (!gpu) throw new Error('WebGPU is missing or switched off in this browser');
  const bounded: Gpu = {
    requestAdapter: (options) => within(gpu.requestAdapter(options), 'the browser did not offer a graphics adapter'),
  };
  try {
    return await startWebgpu(bounded, choice, load);
  } finally {
    Reflect.deleteProperty(navigator, 'gpu');
  }
}

/** Lets tfjs find this GPU in place of the browser's, until it has started. */
async function load(gpu: Gpu): Promise<string> {
  if (startedBackend('webgpu')) return tf.version.tfjs;
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  return (await importPackage()).version;
}
