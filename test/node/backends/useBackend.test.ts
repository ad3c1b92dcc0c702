import util from 'node:util';

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { importOptional, MissingPackage } from '../../../src/node/backends/importOptional';
import { type BackendName, useBackend } from '../../../src/node/backends/useBackend';
import { llvmpipe, nvidia, registers, swiftShader, tfjsNode } from '../../support/backendPackages';

vi.mock('../../../src/node/backends/importOptional', async (original) => {
  const real = await original<typeof import('../../../src/node/backends/importOptional')>();
  return { ...real, importOptional: vi.fn(real.importOptional) };
});

const { importOptional: real } = await vi.importActual<typeof import('../../../src/node/backends/importOptional')>(
  '../../../src/node/backends/importOptional',
);

/** Stands in for packages; those not named are not installed, but for the real wasm backend. */
function install(packages: Record<string, () => unknown>): void {
  vi.mocked(importOptional).mockImplementation(async (name: string): Promise<never> => {
    if (name === '@tensorflow/tfjs-backend-wasm') return real<never>(name);
    if (!Object.hasOwn(packages, name)) throw new MissingPackage(`${name} is not installed`);
    return packages[name]!() as never;
  });
}

const device = { destroy: vi.fn(), lost: new Promise(() => undefined), addEventListener: vi.fn() };
const webgpu = (info: object | null) => ({
  webgpu: () => ({
    create: () => ({ requestAdapter: async () => info && { info } }),
    globals: { GPUForTests: true },
  }),
  '@tensorflow/tfjs-backend-webgpu': registers('webgpu', { device }, { version_webgpu: '4.22.0' }),
});

const quiet = { log: null };
const navigatorBefore = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

const linker = vi.spyOn(process, 'dlopen');

/** What Linux says of Vulkan's loader: that it is there (though no Node module), or that it is not. */
function haveVulkanLoader(there: boolean): void {
  linker.mockImplementation((_, name) => {
    throw new Error(there ? `Module did not self-register: '${name}'.` : `${name}: cannot open shared object file`);
  });
}

beforeEach(() => {
  install({});
  haveVulkanLoader(true);
});
afterEach(async () => {
  await tf.setBackend('cpu');
  for (const name of ['tensorflow', 'webgpu']) if (tf.findBackendFactory(name)) tf.removeBackend(name);
  if (globalThis.navigator) Reflect.deleteProperty(navigator, 'gpu');
  Reflect.deleteProperty(globalThis, 'navigator');
  Reflect.deleteProperty(globalThis, 'GPUForTests');
  if (navigatorBefore) Object.defineProperty(globalThis, 'navigator', navigatorBefore);
  vi.clearAllMocks();
});

describe('useBackend', () => {
  it.each(['wasm', 'cpu'] as const)('makes %s current and computes on it', async (name) => {
    const info = await useBackend(name, quiet);
    expect(tf.getBackend()).toBe(name);
    expect(info).toMatchObject({ name, reason: 'as asked' });
    expect(tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).arraySync())).toEqual([
      [3, 3],
      [3, 3],
    ]);
  });

  it('leaves the handling of errors in the program to the program', async () => {
    await useBackend('wasm', quiet);
    const handlers = ['uncaughtException', 'unhandledRejection'].flatMap((event) => process.rawListeners(event));
    expect(handlers.map(String).filter((code) => /ExitStatus|abort/.test(code))).toEqual([]); // Emscripten's
  });

  it('gives the versions it runs on', async () => {
    const { versions } = await useBackend('wasm', quiet);
    expect(versions).toEqual({
      node: process.versions.node,
      '@tensorflow/tfjs': tf.version.tfjs,
      '@tensorflow/tfjs-backend-wasm': tf.version.tfjs,
    });
  });

  it('says in one line what it chose, to standard error unless told otherwise', async () => {
    const log = vi.fn();
    await useBackend('wasm', { log });
    expect(log.mock.calls).toEqual([['backend wasm (SIMD, 1 thread), as asked']]);
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await useBackend('cpu');
    expect(write).toHaveBeenCalledWith('backend cpu (plain JavaScript), as asked\n');
    write.mockRestore();
  });

  it('knows its names', async () => {
    await expect(useBackend('toString' as BackendName)).rejects.toThrow(
      new RangeError(
        'useBackend: `name` must be auto, tensorflow, webgpu, wasm, cpu; received "toString". Leave it out for the fastest ' +
          'that works here: `useBackend()`',
      ),
    );
  });

  it.each([
    [
      'tensorflow',
      '@tensorflow/tfjs-node is not installed',
      '@tensorflow/tfjs-node, and let its install script run: it downloads TensorFlow',
    ],
    ['webgpu', 'webgpu is not installed', 'webgpu @tensorflow/tfjs-backend-webgpu'],
  ] as const)('names the command that installs %s', async (name, reason, packages) => {
    await expect(useBackend(name)).rejects.toThrow(
      `useBackend: "${name}" cannot be used here: ${reason}. Install it: npm install ${packages}`,
    );
  });

  it('keeps the current backend when another cannot be used', async () => {
    await useBackend('cpu', quiet);
    install({ ...webgpu(nvidia), '@tensorflow/tfjs-backend-webgpu': () => ({}) });
    await expect(useBackend('webgpu')).rejects.toThrow('tfjs could not start its "webgpu" backend');
    expect(tf.getBackend()).toBe('cpu');
  });

  it('passes the first line of what a broken package says on', async () => {
    install({
      '@tensorflow/tfjs-node': () => {
        throw new Error('The native addon can not be found at path: x. \nPlease run …');
      },
    });
    await expect(useBackend('tensorflow')).rejects.toThrow(
      new Error('useBackend: "tensorflow" cannot be used here: The native addon can not be found at path: x.'),
    );
  });
});

describe('useBackend auto', () => {
  it('takes wasm where nothing else is installed, and says what was passed over', async () => {
    const lines: string[] = [];
    const info = await useBackend('auto', { log: (line) => lines.push(line) });
    expect(info.name).toBe('wasm');
    expect(lines).toEqual([
      'backend wasm (SIMD, 1 thread), the fastest that works here. Not tensorflow: @tensorflow/tfjs-node is not installed. Not webgpu: webgpu is not installed',
    ]);
  });

  it('takes no slower one in place of a wasm that runs with other threads', async () => {
    await useBackend('wasm', quiet);
    await expect(useBackend('auto', { ...quiet, threads: 2 })).rejects.toThrow(
      'useBackend: "wasm" cannot be used here: it runs with 1 thread already, not with 2; ask for them at the start.',
    );
    expect(tf.getBackend()).toBe('wasm');
  });

  it.each(['0', '9', 'two', '1.5'])('takes no slower one where MSA_UNET_THREADS is %s', async (asked) => {
    vi.stubEnv('MSA_UNET_THREADS', asked);
    await expect(useBackend('auto', quiet)).rejects.toThrow(
      `useBackend: "wasm" cannot be used here: the environment variable MSA_UNET_THREADS must be an integer from 1 to 8, not ${asked}`,
    );
    vi.unstubAllEnvs();
  });

  it('takes TensorFlow first', async () => {
    install({ '@tensorflow/tfjs-node': tfjsNode(), ...webgpu(nvidia) });
    expect(await useBackend('auto', quiet)).toMatchObject({
      name: 'tensorflow',
      detail: 'TensorFlow 2.9.1 on the CPU',
      reason: 'the fastest that works here',
    });
  });

  it('takes a real graphics card', async () => {
    install(webgpu(nvidia));
    expect(await useBackend('auto', quiet)).toMatchObject({
      name: 'webgpu',
      detail: 'NVIDIA H200, nvidia hopper',
      reason: 'the fastest that works here. Not tensorflow: @tensorflow/tfjs-node is not installed',
    });
  });

  it.each([
    ['SwiftShader', swiftShader, 'SwiftShader, google swiftshader, software'],
    ['llvmpipe', llvmpipe, 'llvmpipe (LLVM 15, 256 bits), mesa, software'],
    ['a fallback adapter', { ...nvidia, isFallbackAdapter: true }, 'NVIDIA H200, nvidia hopper, software'],
  ])('passes %s over and leaves no trace of it', async (_name, adapter, detail) => {
    install(webgpu(adapter));
    const info = await useBackend('auto', quiet);
    expect(info.name).toBe('wasm');
    expect(info.reason).toContain(`webgpu: only a software rasteriser was found: ${detail}`);
    expect(globalThis.navigator?.gpu).toBeUndefined();
    expect(globalThis).not.toHaveProperty('GPUForTests');
  });

  it('passes a machine without adapter over', async () => {
    install(webgpu(null));
    expect((await useBackend('auto', quiet)).reason).toContain('webgpu: no graphics adapter was found');
  });
});

describe('useBackend tensorflow', () => {
  it('prefers tfjs-node-gpu', async () => {
    install({ '@tensorflow/tfjs-node': tfjsNode(), '@tensorflow/tfjs-node-gpu': tfjsNode({ isUsingGpuDevice: true }) });
    const info = await useBackend('tensorflow', quiet);
    expect(info.detail).toBe('TensorFlow 2.9.1 on the GPU');
    expect(info.versions).toHaveProperty('@tensorflow/tfjs-node-gpu', '4.22.0');
  });

  it('takes tfjs-node where tfjs-node-gpu does not start', async () => {
    const broken = () => {
      throw new Error('libcudart.so.11.0: cannot open shared object file');
    };
    install({ '@tensorflow/tfjs-node': tfjsNode(), '@tensorflow/tfjs-node-gpu': broken });
    expect((await useBackend('tensorflow', quiet)).versions).toHaveProperty('@tensorflow/tfjs-node');
    install({ '@tensorflow/tfjs-node-gpu': broken });
    await expect(useBackend('tensorflow')).rejects.toThrow('libcudart.so.11.0: cannot open shared object file');
  });

  it('refuses a second copy of tfjs', async () => {
    install({ '@tensorflow/tfjs-node': registers('tensorflow', {}, { Tensor: class {}, version: {} }) });
    await expect(useBackend('tensorflow')).rejects.toThrow(
      '@tensorflow/tfjs-node brings a second copy of @tensorflow/tfjs; run npm dedupe',
    );
  });

  it('restores util.isNullOrUndefined, which Node 23 removed, before the import', async () => {
    const legacy: { isNullOrUndefined?: (value: unknown) => boolean } = util;
    const before = legacy.isNullOrUndefined;
    legacy.isNullOrUndefined = undefined;
    const seen: (boolean | undefined)[] = [];
    install({
      '@tensorflow/tfjs-node': () => {
        seen.push(...[null, undefined, 0, ''].map((value) => legacy.isNullOrUndefined?.(value)));
        return tfjsNode()();
      },
    });
    await useBackend('tensorflow', quiet);
    legacy.isNullOrUndefined = before;
    expect(seen).toEqual([true, true, false, false]);
  });
});

describe('useBackend webgpu', () => {
  it('refuses a preference that is none', async () => {
    const powerPreference = 'loud' as 'low-power';
    await expect(useBackend('webgpu', { ...quiet, powerPreference })).rejects.toThrow(
      new RangeError('useBackend: `powerPreference` must be one of high-performance, low-power; received "loud"'),
    );
  });

  it('asks for the Vulkan loader on Linux instead of letting Dawn complain', async () => {
    install(webgpu(nvidia));
    haveVulkanLoader(false);
    await expect(useBackend('webgpu', quiet)).rejects.toThrow(
      'useBackend: "webgpu" cannot be used here: libvulkan.so.1 was not found; install Vulkan\'s loader and a driver for the graphics card.',
    );
  });

  it('takes a software rasteriser that is asked for, and says that it is one', async () => {
    install(webgpu(swiftShader));
    expect(await useBackend('webgpu', quiet)).toMatchObject({
      detail: 'SwiftShader, google swiftshader, software',
      reason: 'as asked',
    });
  });

  it('gives tfjs the globals it needs', async () => {
    install(webgpu(nvidia));
    await useBackend('webgpu', quiet);
    expect(globalThis).toHaveProperty('GPUForTests', true);
    expect(navigator.gpu).toBeDefined();
    expect(navigator.userAgent).toEqual(expect.any(String));
  });

  it('tells the adapter that it runs on, also when another would be taken now', async () => {
    const [first, second] = [webgpu(nvidia), webgpu(swiftShader)];
    install(first);
    await useBackend('webgpu', quiet);
    Reflect.deleteProperty(navigator, 'gpu');
    install({ ...second, '@tensorflow/tfjs-backend-webgpu': () => ({}) });
    expect((await useBackend('webgpu', quiet)).detail).toBe('NVIDIA H200, nvidia hopper');
  });

  it('ends with dispose, and can be chosen again', async () => {
    install(webgpu(nvidia));
    const info = await useBackend('webgpu', quiet);
    info.dispose();
    expect(device.destroy).toHaveBeenCalledOnce();
    expect((await useBackend('webgpu', quiet)).name).toBe('webgpu');
    expect(tf.getBackend()).toBe('webgpu');
    info.dispose(); // has ended long ago
    expect(tf.getBackend()).toBe('webgpu');
    expect(device.destroy).toHaveBeenCalledOnce();
  });
});
