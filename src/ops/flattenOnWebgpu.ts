import * as tf from '@tensorflow/tfjs';

import type { KernelWork } from './hostKernel';
import { runOnWebgpu, type WebgpuBackend } from './webgpuProgram';

/**
 * Copies tensors one after the other into one vector, as many per dispatch as a program may read (7).
 *
 * tfjs's own concatenation takes 73 dispatches instead of 61 for the 426 weights of MSA-UNet, and copies every element
 * four times over: ten times as long on a software rasteriser.
 */
export const flattenOnWebgpu: KernelWork = (tensors, _, backendObject) => {
  const backend = backendObject as WebgpuBackend;
  const vectors = tensors.map(({ dataId, shape, dtype }) => ({ dataId, dtype, shape: [tf.util.sizeFromShape(shape)] }));
  const bounds = [0];
  for (const { shape } of vectors) bounds.push(bounds.at(-1)! + shape[0]!);
  const output = backend.makeTensorInfo([bounds.at(-1)!], 'float32');
  const most = backend.device.limits.maxStorageBuffersPerShaderStage - 1; // one is the result
  for (let first = 0; first < vectors.length; first += most)
    copy(backend, vectors.slice(first, first + most), bounds.slice(first, first + most + 1), output);
  return [output];
};

/** Copies vectors to between the bounds 0 and 1, 1 and 2, … of the output. */
function copy(backend: WebgpuBackend, vectors: tf.TensorInfo[], bounds: number[], output: tf.TensorInfo): void {
  const copies = vectors.map(
    (_, i) => `if (to < uniforms.bound${i + 1}) { result[to] = T${i}[to - uniforms.bound${i}]; return; }`,
  );
  runOnWebgpu(backend, {
    name: 'MsaUnetFlatten',
    inputs: Object.fromEntries(vectors.map((vector, i) => [`T${i}`, vector])),
    output,
    threads: bounds.at(-1)! - bounds[0]!,
    integers: Object.fromEntries(bounds.map((bound, i) => [`bound${i}`, bound])),
    code: `let to = index + uniforms.bound0; ${copies.join(' ')}`,
  });
}
