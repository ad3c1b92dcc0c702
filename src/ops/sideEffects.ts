import type * as tf from '@tensorflow/tfjs';

/** Who wants to know what a function does besides computing its result. */
export interface Observer {
  /** Stands in for a tensor that is drawn. */
  onDraw(shape: number[], draw: () => tf.Tensor): tf.Tensor;
  /** Receives a weight's next value in place of the weight. */
  onMove(weight: tf.LayerVariable, next: tf.Tensor): void;
}

/** Draws a tensor of random numbers. A graph of the caller draws it again at every run: `draw` must not keep tensors. */
export const drawn = <T extends tf.Tensor>(shape: number[], draw: () => T): T =>
  observer ? (observer.onDraw(shape, draw) as T) : draw();

/** Sets a weight that follows what is computed, as a moving average does. */
export function moveWeight(weight: tf.LayerVariable, next: tf.Tensor): void {
  if (observer) observer.onMove(weight, next);
  else weight.write(next);
}

/** Runs a function whose draws and moves go to the observer instead. */
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
