import * as tf from '@tensorflow/tfjs';

import { heapOf, type WasmBackend } from '../backend';
import type { Crew, Loop } from '../threads/crew';
import { crewOf } from '../threads/crews';
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

type Loops = { [name in keyof typeof functions]: (...numbers: NumbersOf<(typeof functions)[name]>) => void };

type NumbersOf<F> = F extends SimdFunction<infer Parameters> ? { [index in keyof Parameters]: number } : never;

/**
 * SIMD loops of this library, over the memory that holds tfjs's tensors; addresses are in bytes.
 *
 * With threads, a call is only noted: calls up to the next `next()` run in their order, and beside those of other tasks.
 */
export interface Simd extends Loops {
  readonly threads: number;
  /** Says that what follows may run at the same time as what was called before. */
  next(): void;
  /** Returns when everything that was called is done. */
  finish(): void;
}

/**
 * Returns the loops for a backend; `null` without SIMD, and where tfjs does not expose its memory.
 *
 * They are assembled at the first use, a few kilobytes in all, so that no binary has to be loaded.
 *
 * @param work multiplications or floats to come; few are not worth waking other threads
 */
export function simdOf(backend: WasmBackend, work = 0): Simd | null {
  const memory = heapOf(backend);
  if (!memory) return null;
  const known = loops.get(memory) ?? load(memory);
  loops.set(memory, known);
  return known && (known.crew && work > known.crew.worthwhile ? known.beside : known.alone);
}

/** Whether the loops run on the current backend, which must be wasm. */
export const runsSimd = (): boolean => simdOf(tf.backend() as tf.KernelBackend & WasmBackend) !== null;

/** The loops of one memory: on this thread alone, and beside each other on the threads of its crew. */
interface Loaded {
  readonly crew: Crew | null;
  readonly alone: Simd;
  readonly beside: Simd;
}

const loops = new WeakMap<WebAssembly.Memory, Loaded | null>();

function load(memory: WebAssembly.Memory): Loaded | null {
  const module = simdModule(memory);
  if (!module) return null;
  const own = { ...new WebAssembly.Instance(module, { env: { memory } }).exports } as Loops;
  const alone = { ...own, threads: 1, next: nothing, finish: nothing };
  const crew = crewOf(memory);
  return { crew, alone, beside: crew ? noted(own, crew) : alone };
}

const nothing = () => {};

/** Loops whose calls are noted for a crew. */
function noted(own: Loops, crew: Crew): Simd {
  crew.use(Object.values(own) as Loop[]);
  const calls = Object.keys(own).map((name, loop) => [name, (...numbers: number[]) => crew.call(loop, numbers)]);
  const { threads } = crew;
  return { ...(Object.fromEntries(calls) as Loops), threads, next: () => crew.next(), finish: () => crew.finish() };
}

/**
 * Returns the module of all loops over a memory. `null` without SIMD, and in old browsers that compile modules of this size
 * only off the main thread.
 */
export function simdModule({ buffer }: WebAssembly.Memory): WebAssembly.Module | null {
  try {
    const isShared = !(buffer instanceof ArrayBuffer);
    return new WebAssembly.Module(assemble(functions as Record<string, SimdFunction>, isShared));
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return null;
    throw error;
  }
}
