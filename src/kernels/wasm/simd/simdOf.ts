import * as tf from '@tensorflow/tfjs';

import { heapOf, type WasmBackend } from '../backend';
import { adam } from './adam';
import { assemble, type SimdFunction } from './assembler';
import { addMaskedSums, addSums, mix, scaleShift } from './channelMaps';
import { convolveRow } from './convolveRow';
import { copyPixels } from './copyPixels';
import { correlateTap } from './correlateTap';
import { maxPoolGradient } from './maxPoolGradient';
import { packColumns, packRows } from './packWeights';

const functions = {
  convolveRow1: convolveRow(1),
  convolveRow2: convolveRow(2),
  convolveRow4: convolveRow(4),
  packColumns1: packColumns(1),
  packColumns2: packColumns(2),
  packColumns4: packColumns(4),
  packRows1: packRows(1),
  packRows2: packRows(2),
  packRows4: packRows(4),
  correlateTap,
  addSums,
  addMaskedSums,
  scaleShift,
  mix,
  copyPixels,
  maxPoolGradient,
  adam,
};

/** SIMD loops of this library, over the memory that holds tfjs's tensors; addresses are in bytes. */
export type Simd = { [name in keyof typeof functions]: (...numbers: NumbersOf<(typeof functions)[name]>) => void };

type NumbersOf<F> = F extends SimdFunction<infer Parameters> ? { [index in keyof Parameters]: number } : never;

/**
 * Returns the loops for a backend; `null` without SIMD, and with threads, because tfjs then does not expose its memory.
 *
 * They are assembled at the first use, a few kilobytes in all, so that no binary has to be loaded.
 */
export function simdOf(backend: WasmBackend): Simd | null {
  const memory = heapOf(backend);
  if (!memory) return null;
  const known = loops.get(memory);
  if (known !== undefined) return known;
  const made = load(memory);
  loops.set(memory, made);
  return made;
}

/** Whether the loops run on the current backend, which must be wasm. */
export const runsSimd = (): boolean => simdOf(tf.backend() as tf.KernelBackend & WasmBackend) !== null;

const loops = new WeakMap<WebAssembly.Memory, Simd | null>();

function load(memory: WebAssembly.Memory): Simd | null {
  const module = compile();
  if (!module) return null;
  return { ...new WebAssembly.Instance(module, { env: { memory } }).exports } as Simd;
}

/** Returns `null` without SIMD, and in old browsers that compile modules of this size only off the main thread. */
function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(assemble(functions as Record<string, SimdFunction>));
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return null;
    throw error;
  }
}
