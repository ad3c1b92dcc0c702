import * as tf from '@tensorflow/tfjs';

import { countAllocated } from '../fuzz';

/** What an action did, however long that took. */
export interface Work {
  /** Layers called, those inside of others too. */
  readonly calls: number;
  /** Weights made. */
  readonly weights: number;
  /** Look-ups in maps: each step of a walk along the connections makes some. */
  readonly lookUps: number;
  /** Bytes of all arrays made. */
  readonly bytes: number;
}

/** Counts what an action does; its errors are thrown on. */
export async function countWork(action: () => Promise<void>): Promise<Work> {
  const work = { calls: 0, weights: 0, lookUps: 0 };
  const layer = tf.layers.Layer.prototype as unknown as Methods;
  const restore = [
    counted(layer, 'apply', () => work.calls++),
    counted(layer, 'addWeight', () => work.weights++),
    counted(Map.prototype as unknown as Methods, 'get', () => work.lookUps++),
  ];
  try {
    return { bytes: await countAllocated(action), ...work };
  } finally {
    for (const undo of restore) undo();
  }
}

type Methods = Record<string, (...args: unknown[]) => unknown>;

function counted(holder: Methods, name: string, count: () => void): () => void {
  const original = holder[name]!;
  holder[name] = function (this: unknown, ...args) {
    count();
    return original.apply(this, args);
  };
  return () => {
    holder[name] = original;
  };
}
