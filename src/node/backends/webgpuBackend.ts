import * as tf from '@tensorflow/tfjs';

import { type AdapterChoice, type Gpu, startWebgpu } from '../../kernels/webgpu/startWebgpu';
import type { Activated } from '../../utils/chooseBackend';
import { importOptional } from './importOptional';

interface Webgpu {
  create(options: string[]): GPU;
  globals: object;
}

/**
 * Activates WebGPU on a GPU through Dawn, which the npm package `webgpu` provides; Node has no WebGPU of its own.
 *
 * @throws Error if there is no adapter, or only a software rasteriser and that is not allowed
 */
export async function activateWebgpu(choice: AdapterChoice): Promise<Activated> {
  const { gpu, globals } = await openGpu();
  return startWebgpu(gpu, choice, async (prepared) => {
    // Only now, so that a machine without a GPU stays unchanged.
    Object.assign(globalThis, globals);
    defineNavigatorGpu(prepared);
    const { version_webgpu: version = tf.version.tfjs } = await importOptional<{ version_webgpu?: string }>(
      '@tensorflow/tfjs-backend-webgpu',
    );
    return version;
  });
}

async function openGpu(): Promise<{ gpu: GPU; globals: object }> {
  const existing = globalThis.navigator?.gpu;
  if (existing) return { gpu: existing, globals: {} };
  const { create, globals } = await importOptional<Webgpu>('webgpu');
  requireVulkanLoader();
  return { gpu: create([]), globals };
}

/**
 * Checks for the Vulkan loader with the linker first: without it, Dawn writes its own warning to standard error on
 * Linux.
 */
function requireVulkanLoader(): void {
  const loader = 'libvulkan.so.1';
  try {
    process.dlopen({ exports: {} }, loader);
  } catch (error) {
    // Linux's wording. An existing loader is rejected too, since it is not a Node module, and other systems use other
    // wording.
    if (String(error).includes('cannot open shared object file'))
      throw new Error(`${loader} was not found; install Vulkan's loader and a driver for the graphics card`);
  }
}

/**
 * Defines `navigator.gpu`: Node 20 has no `navigator`, and later versions have one without `gpu`. tfjs also reads
 * `userAgent`.
 */
function defineNavigatorGpu(gpu: Gpu): void {
  const navigator = globalThis.navigator ?? { userAgent: `Node.js/${process.versions.node}` };
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
