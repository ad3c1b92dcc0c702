import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import type { WebgpuBackend } from './backend';
import { runProgram } from './program';
import { webgpuKernel } from './webgpuKernel';

/**
 * Copies tensors into one vector, as many per dispatch as a program may bind besides the vector: 7, or more where the
 * adapter allows it.
 */
export const flatten = /* @__PURE__ */ webgpuKernel(kernels.flatten, (backend, tensors) => {
  const bounds = boundsOf(tensors.map(({ shape }) => shape));
  const vector = backend.makeTensorInfo([bounds.at(-1)!], 'float32');
  inParts(backend, tensors, bounds, (pieces, range) =>
    copy(backend, range, {
      name: 'MsaUnetFlatten',
      inputs: pieces,
      outputs: { vector },
      statement: (piece, i) => `vector[at] = ${piece}[at - uniforms.bound${i}];`,
    }),
  );
  return [vector];
});

/** Copies a vector into tensors, as many per dispatch as {@link flatten} does. */
export const unflatten = /* @__PURE__ */ webgpuKernel(kernels.unflatten, (backend, [vector], { ranks, sides }) => {
  const rest = [...sides];
  const tensors = ranks.map((rank) => backend.makeTensorInfo(rest.splice(0, rank), 'float32'));
  inParts(backend, tensors, boundsOf(tensors.map(({ shape }) => shape)), (pieces, range) =>
    copy(backend, range, {
      name: 'MsaUnetUnflatten',
      inputs: { vector },
      outputs: pieces,
      statement: (piece, i) => `${piece}[at - uniforms.bound${i}] = vector[at];`,
    }),
  );
  return tensors;
});

/** Returns the offset of every tensor in the vector, then the length of the vector. */
function boundsOf(shapes: number[][]): number[] {
  const bounds = [0];
  for (const shape of shapes) bounds.push(bounds.at(-1)! + tf.util.sizeFromShape(shape));
  return bounds;
}

type Pieces = Record<string, tf.TensorInfo>;

/**
 * Calls `visit` for groups of tensors with their offsets, as many at a time as a program may bind besides the vector.
 */
function inParts(
  backend: WebgpuBackend,
  tensors: tf.TensorInfo[],
  bounds: number[],
  visit: (pieces: Pieces, bounds: number[]) => void,
): void {
  const most = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
  for (let first = 0; first < tensors.length; first += most) {
    const part = tensors.slice(first, first + most);
    const pieces = Object.fromEntries(part.map((tensor, i) => [`piece${i}`, tensor]));
    visit(pieces, bounds.slice(first, first + part.length + 1));
  }
}

interface Copy {
  name: string;
  inputs: Pieces;
  outputs: Pieces;
  /** WGSL that copies element `at` of the vector from or to a piece, which starts at `uniforms.bound…`. */
  statement: (piece: string, i: number) => string;
}

function copy(backend: WebgpuBackend, bounds: number[], { name, inputs, outputs, statement }: Copy): void {
  const pieces = Object.keys({ ...inputs, ...outputs }).filter((key) => key !== 'vector');
  const copies = pieces.map((piece, i) => `if (at < uniforms.bound${i + 1}) { ${statement(piece, i)} return; }`);
  runProgram(backend, {
    name,
    inputs,
    outputs,
    groups: Math.ceil((bounds.at(-1)! - bounds[0]!) / 64),
    integers: Object.fromEntries(bounds.map((bound, i) => [`bound${i}`, bound])),
    code: () =>
      `fn main(group : i32, thread : i32) { let at = uniforms.bound0 + group * 64 + thread; ${copies.join(' ')} }`,
  });
}
