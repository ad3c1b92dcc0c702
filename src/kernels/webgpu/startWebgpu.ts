import * as tf from '@tensorflow/tfjs';

import type { Activated } from '../../utils/chooseBackend';
import { isRasteriser } from '../../utils/isRasteriser';
import { makeCurrent } from '../../utils/makeCurrent';
import { startedBackend } from '../engine';
import { registerFlags } from '../runKernel';
import type { WebgpuBackend } from './backend';
import { deviceFailure } from './deviceFailure';

/** Contents of `GPUAdapter.info`, which TypeScript's WebGPU types lack. */
interface AdapterInfo {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter?: boolean;
}

type Backend = tf.KernelBackend & WebgpuBackend;

/** The part of `navigator.gpu` that tfjs uses. */
export type Gpu = Pick<GPU, 'requestAdapter'>;

/** Options of choosing an adapter. */
export interface AdapterChoice {
  allowSoftware: boolean;
  powerPreference: GPUPowerPreference;
}

/**
 * Activates WebGPU on a GPU.
 *
 * @param load imports tfjs's backend where it finds this GPU, and returns the version of its package
 * @throws Error if there is no adapter, or only a software rasteriser and that is not allowed
 */
export async function startWebgpu(
  gpu: Gpu,
  { allowSoftware, powerPreference }: AdapterChoice,
  load: (gpu: Gpu) => Promise<string>,
): Promise<Activated> {
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (!adapter) throw new Error('no graphics adapter was found; on Linux it needs a Vulkan driver');
  const { info } = adapter as GPUAdapter & { info: AdapterInfo };
  const offered = describeAdapter(info);
  if (isSoftware(info) && !allowSoftware) throw new Error(`only a software rasteriser was found: ${offered}`);

  registerFlags();
  const version = await load(withMoreBuffers(gpu, powerPreference));
  await makeCurrent('webgpu');
  const backend = tf.backend() as Backend;
  const detail = adapters.get(backend) ?? offered;
  adapters.set(backend, detail);
  return {
    detail,
    versions: { '@tensorflow/tfjs-backend-webgpu': version },
    failure: deviceFailure(backend),
    dispose: () => end(backend),
  };
}

/** Adapter descriptions, kept as long as their backends. */
const adapters = new WeakMap<Backend, string>();

/**
 * Raises the limit of buffers per program: tfjs requests 8, but most adapters offer more, so that fewer programs copy
 * all weights.
 */
function withMoreBuffers(gpu: Gpu, powerPreference: GPUPowerPreference): Gpu {
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = await gpu.requestAdapter({ ...options, powerPreference });
    if (!adapter) return null;
    const { requestDevice, limits } = adapter;
    adapter.requestDevice = (descriptor = {}) => {
      const { maxStorageBuffersPerShaderStage } = limits;
      const requiredLimits = { ...descriptor.requiredLimits, maxStorageBuffersPerShaderStage };
      return requestDevice.call(adapter, { ...descriptor, requiredLimits });
    };
    return adapter;
  };
  return { requestAdapter };
}

function end(backend: Backend): void {
  if (startedBackend('webgpu') !== backend) return; // already ended
  const { device } = backend;
  const factory = tf.findBackendFactory('webgpu');
  tf.removeBackend('webgpu');
  if (factory) tf.registerBackend('webgpu', factory); // allows choosing it again
  device.destroy();
}

function describeAdapter(info: AdapterInfo): string {
  const parts = [info.description || info.device, `${info.vendor} ${info.architecture}`.trim()];
  return [...parts, isSoftware(info) ? 'software' : ''].filter(Boolean).join(', ');
}

/** Returns whether the adapter is a software rasteriser, which is slower than WASM. */
const isSoftware = (info: AdapterInfo): boolean =>
  info.isFallbackAdapter === true || isRasteriser(`${info.description} ${info.device} ${info.architecture}`);
