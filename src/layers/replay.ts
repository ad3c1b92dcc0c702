import type * as tf from '@tensorflow/tfjs';

/** What a layer is told about a call. */
export interface CallArgs {
  /** Whether this is a step of training. */
  training?: boolean;
  /** Whether a step is computed a second time, for its gradient: what follows the steps must not move again. */
  replay?: boolean;
}

/** A layer that drops something else at every call in training. */
export interface DrawingLayer extends tf.layers.Layer {
  getState(): { calls: number };
  setState(state: { calls: number }): void;
}

/** Whether a layer is a {@link DropBlock}, a {@link Dropout} or alike. */
export const draws = (layer: tf.layers.Layer): layer is DrawingLayer => 'getState' in layer && 'setState' in layer;

/** Notes where these layers stand; what is returned runs a function as if they stood there again. */
export function repeatDraws(layers: DrawingLayer[]): <T>(run: () => T) => T {
  const states = layers.map((layer) => layer.getState());
  return (run) => {
    const now = layers.map((layer) => layer.getState());
    const set = (to: typeof states) => {
      layers.forEach((layer, i) => {
        layer.setState(to[i]!);
      });
    };
    set(states);
    try {
      return run();
    } finally {
      set(now);
    }
  };
}
