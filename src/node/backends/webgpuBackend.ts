import * as tf from '@tensorflow/tfjs';

import { registerWebgpuFlag, type WebgpuBackend } from '../../ops/webgpuProgram';
import { deviceFailure } from '../../utils/deviceFailure';
import { importOptional } from './importOptional';
import { type Activated, makeCurrent } from './simpleBackends';

/** What `GPUAdapter.info` holds; TypeScript's own description of WebGPU lacks it. */
interface AdapterInfo {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter?: boolean;
}

interface Webgpu {
  create(options: string[]): GPU;
  globals: object;
}

type Backend = tf.KernelBackend & WebgpuBackend;

/** Which adapter is taken. */
interface AdapterChoice {
  allowSoftware: boolean;
  powerPreference: GPUPowerPreference;
}

/**
 * A graphics card through Dawn, which the npm package `webgpu` brings; Node has no WebGPU of its own.
 *
 * @throws Error if there is no adapter, or only a software rasteriser and that is not allowed
 */
export async function activateWebgpu({ allowSoftware, powerPreference }: AdapterChoice): Promise<Activated> {
  const { gpu, globals } = await openGpu();
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (!adapter) throw new Error('no graphics adapter was found; on Linux it needs a Vulkan driver');
  const { info } = adapter as GPUAdapter & { info: AdapterInfo };
  const offered = describeAdapter(info);
  if (isSoftware(info) && !allowSoftware) throw new Error(`only a software rasteriser was found: ${offered}`);

  // Only now, so that a machine without a graphics card is left as it was.
  Object.assign(globalThis, globals);
  defineNavigatorGpu(withMoreBuffers(gpu, powerPreference));
  registerWebgpuFlag();
  const { version_webgpu: version = tf.version.tfjs } = await importOptional<{ version_webgpu?: string }>(
    '@tensorflow/tfjs-backend-webgpu',
  );
  await makeCurrent('webgpu');
  const backend = tf.backend() as Backend;
  const detail = adapters.get(backend) ?? offered;
  adapters.set(backend, detail);
  return {
    detail,
    versions: { '@tensorflow/tfjs-backend-webgpu': version },
    failure: deviceFailure(),
    dispose: () => end(backend),
  };
}

/** What the backends run on, which stays as long as they do. */
const adapters = new WeakMap<Backend, string>();

async function openGpu(): Promise<{ gpu: GPU; globals: object }> {
  const existing = globalThis.navigator?.gpu;
  if (existing) return { gpu: existing, globals: {} };
  const { create, globals } = await importOptional<Webgpu>('webgpu');
  requireVulkanLoader();
  return { gpu: create([]), globals };
}

/** Dawn writes a warning of its own to standard error where Linux lacks the loader; this asks the linker first. */
function requireVulkanLoader(): void {
  const loader = 'libvulkan.so.1';
  try {
    process.dlopen({ exports: {} }, loader);
  } catch (error) {
    // Linux's words. A loader that is there is refused too, as no Node module, and other systems speak otherwise.
    if (String(error).includes('cannot open shared object file'))
      throw new Error(`${loader} was not found; install Vulkan's loader and a driver for the graphics card`);
  }
}

/** tfjs asks for no more than 8 buffers per program; most adapters offer more, with which fewer programs copy all weights. */
function withMoreBuffers(gpu: GPU, powerPreference: GPUPowerPreference): Pick<GPU, 'requestAdapter'> {
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

/** Node 20 has no `navigator`; later ones have one without `gpu`. tfjs also looks at `userAgent`. */
function defineNavigatorGpu(gpu: Pick<GPU, 'requestAdapter'>): void {
  const navigator = globalThis.navigator ?? { userAgent: `Node.js/${process.versions.node}` };
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}

function end(backend: Backend): void {
  if (tf.engine().registry.webgpu !== backend) return; // ended already
  const { device } = backend;
  const factory = tf.findBackendFactory('webgpu');
  tf.removeBackend('webgpu');
  if (factory) tf.registerBackend('webgpu', factory); // so that it can be chosen again
  device.destroy();
}

function describeAdapter(info: AdapterInfo): string {
  const parts = [info.description || info.device, `${info.vendor} ${info.architecture}`.trim()];
  return [...parts, isSoftware(info) ? 'software' : ''].filter(Boolean).join(', ');
}

/** Whether the processor only plays a graphics card: slower than WASM. */
const isSoftware = (info: AdapterInfo): boolean =>
  info.isFallbackAdapter === true ||
  /swiftshader|llvmpipe|lavapipe|softpipe|basic render|warp/i.test(
    `${info.description} ${info.device} ${info.architecture}`,
  );
