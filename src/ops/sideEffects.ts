import type * as tf from '@tensorflow/tfjs';

/** Who wants to know what a function does besides computing its result. */
export interface Observer {
  /** Stands in for a tensor that is drawn. */
  onDraw(shape: number[], draw: () => tf.Tensor): tf.Tensor;
  /** Is told a weight's next value in place of the weight. */
  onMove(weight: tf.LayerVariable, next: tf.Tensor): void;
}

/** A tensor of random numbers. Whoever makes a graph of the caller draws it anew at every run: `draw` must not hold on to tensors. */
export const drawn = <T extends tf.Tensor>(shape: number[], draw: () => T): T =>
  observer ? (observer.onDraw(shape, draw) as T) : draw();

/** Sets a weight that follows what is computed, as a moving average does. */
export function moveWeight(weight: tf.LayerVariable, next: tf.Tensor): void {
  if (observer) observer.onMove(weight, next);
  else weight.write(next);
}

/** Runs a function that neither draws nor moves anything, but tells the observer. */
export function observed<T>(by: Observer, run: () => T): T {
  const before = observer;
  observer = by;
  try {
    return run();
  } finally {
    observer = before;
  }
}

let observer: Observer | null = null;
