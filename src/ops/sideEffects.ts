import type * as tf from '@tensorflow/tfjs';

/** Observer of what a function does besides computing its result. */
export interface Observer {
  /** Returns the tensor that takes the place of a random draw. */
  onDraw(shape: number[], draw: () => tf.Tensor): tf.Tensor;
  /** Receives the next value of a weight, which is then not set. */
  onMove(weight: tf.LayerVariable, next: tf.Tensor): void;
}

/**
 * Draws a tensor of random numbers, unless an observer replaces it. A recorded graph calls `draw` again at every run,
 * so `draw` must not hold on to tensors.
 */
export const drawn = <T extends tf.Tensor>(shape: number[], draw: () => T): T =>
  observer ? (observer.onDraw(shape, draw) as T) : draw();

/**
 * Sets a weight that follows the computation, such as a moving average, unless an observer receives the value instead.
 */
export function moveWeight(weight: tf.LayerVariable, next: tf.Tensor): void {
  if (observer) observer.onMove(weight, next);
  else weight.write(next);
}

/** Runs a function whose draws and moves go to the observer instead of taking effect. */
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
