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

/** Settles when the last activation has ended. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Activates WebGPU on a GPU. Calls wait for each other, as each replaces `navigator.gpu` for a while.
 *
 * @throws Error if the browser has no WebGPU, or if it finds no adapter, or only a software rasteriser and that is not
 *   allowed
 */
export function activateWebgpu(choice: AdapterChoice): Promise<Activated> {
  const activated = last.then(() => activate(choice));
  last = activated.catch(() => {});
  return activated;
}

async function activate(choice: AdapterChoice): Promise<Activated> {
  const gpu = globalThis.navigator?.gpu as GPU | undefined;
  if (!gpu && !isSecureContext) throw new Error('browsers offer WebGPU only to pages over HTTPS and from localhost');
  if (!gpu) throw new Error('WebGPU is missing or switched off in this browser');
  const bounded: Gpu = {
    requestAdapter: (options) => within(gpu.requestAdapter(options), 'the browser did not offer a graphics adapter'),
  };
  const own = Object.getOwnPropertyDescriptor(navigator, 'gpu'); // of a polyfill, say; browsers have it in the prototype
  try {
    return await startWebgpu(bounded, choice, load);
  } finally {
    if (own) Object.defineProperty(navigator, 'gpu', own);
    else Reflect.deleteProperty(navigator, 'gpu');
  }
}

/** Lets tfjs find this GPU in place of the browser's, until it has started. */
async function load(gpu: Gpu): Promise<string> {
  if (startedBackend('webgpu')) return tf.version.tfjs;
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  return (await importPackage()).version;
}
