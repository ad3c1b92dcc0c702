import * as tf from '@tensorflow/tfjs';

import { cpuKernels } from './cpu/cpuKernels';
import { runRegistered } from './engine';
import {
  type Attributes,
  type AttributesOf,
  type BackendKernels,
  type Implementation,
  type InputsOf,
  type Kernel,
  NotSupported,
  type OutputsOf,
  type Tensors,
} from './kernel';
import { tensorflowKernels } from './tensorflow/tensorflowKernels';
import { wasmKernels } from './wasm/wasmKernels';
import { webglKernels } from './webgl/webglKernels';
import { webgpuKernels } from './webgpu/webgpuKernels';

/** The backends that this library has kernels for or watches, by their names in tfjs. */
const backends: Readonly<Record<string, BackendKernels>> = {
  cpu: cpuKernels,
  wasm: wasmKernels,
  webgl: webglKernels,
  webgpu: webgpuKernels,
  tensorflow: tensorflowKernels,
};

/**
 * Runs a kernel if the current backend has it and accepts the call; otherwise composes the result from stock kernels.
 */
export const runKernel = <K extends Kernel>(
  kernel: K,
  inputs: InputsOf<K>,
  attributes: AttributesOf<K>,
  compose: () => OutputsOf<K>[0],
): OutputsOf<K>[0] => tryKernel(kernel, inputs, attributes)?.[0] ?? compose();

/**
 * Runs a kernel and returns all its outputs, or `null` if the current backend lacks it or it does not take the call.
 */
export function tryKernel<K extends Kernel>(
  kernel: K,
  inputs: InputsOf<K>,
  attributes: AttributesOf<K>,
): OutputsOf<K> | null {
  const own = implementationOf(kernel);
  if (!own || own.takes?.(inputs, attributes) === false) return null;
  try {
    return runRegistered(kernel.name, inputs, attributes) as Tensors as OutputsOf<K>;
  } catch (error) {
    if (error instanceof NotSupported) return null;
    throw error;
  }
}

/** Whether the current backend has a kernel. */
export const hasKernel = (kernel: Kernel): boolean => implementationOf(kernel) !== null;

function implementationOf({ name }: Kernel): Implementation | null {
  const backend = openBackend();
  if (!backend || (backend.flag && !tf.env().getBool(backend.flag))) return null;
  return (tf.getKernel(name, tf.getBackend()) as RegisteredKernel | undefined)?.implementation ?? null;
}

interface RegisteredKernel extends tf.KernelConfig {
  implementation: Implementation;
}

/** Registers the flags of the backends; tfjs rejects unknown flags. */
export function registerFlags(): void {
  if (!areFlagsKnown) for (const { flag } of Object.values(backends)) if (flag) tf.env().registerFlag(flag, () => true);
  areFlagsKnown = true;
}

let areFlagsKnown = false;

/**
 * Returns the kernels for the current backend, registered at its first use: importing the library has no side effects.
 * `null` for backends without kernels.
 */
export function openBackend(): BackendKernels | null {
  const backendName = tf.getBackend();
  const backend = backends[backendName];
  if (!backend) return null;
  if (opened.has(backendName)) return backend;
  opened.add(backendName);
  registerFlags();
  for (const replacement of backend.replacements ?? []) {
    if (tf.getKernel(replacement.kernelName, backendName)) tf.unregisterKernel(replacement.kernelName, backendName);
    tf.registerKernel({ ...replacement, backendName });
  }
  for (const implementation of backend.implementations()) register(implementation, backendName);
  return backend;
}

const opened = new Set<string>();

function register(implementation: Implementation, backendName: string): void {
  const config: RegisteredKernel = {
    kernelName: implementation.kernel.name,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) =>
      implementation.run(Object.values(inputs) as tf.TensorInfo[], attrs as Attributes, backend as object),
    implementation,
  };
  tf.registerKernel(config);
}
