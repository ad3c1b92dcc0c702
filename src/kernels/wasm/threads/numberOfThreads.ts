import type * as tf from '@tensorflow/tfjs';

import { NoFallback } from '../../../utils/chooseBackend';
import { counted } from '../../../utils/counted';
import { startedBackend } from '../../engine';
import { heapOf, type WasmBackend } from '../backend';
import { crewOf } from './crews';

/** Maximum number of threads. */
export const mostThreads = 8;

export const isThreads = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= mostThreads;

/** Returns the number of threads of WASM; 0: it has not started. */
export function runningThreads(): number {
  const backend = startedBackend('wasm') as (tf.KernelBackend & WasmBackend) | undefined;
  const memory = backend && heapOf(backend);
  return backend ? ((memory && crewOf(memory)?.threads) ?? 1) : 0;
}

/** Makes the error for a number of threads other than that of a running backend, whose tensors would be lost. */
export const otherThreads = (running: number, asked: number): NoFallback =>
  new NoFallback(`it runs with ${counted(running, 'thread')} already, not with ${asked}; ask for them at the start`);
