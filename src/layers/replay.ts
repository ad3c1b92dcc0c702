import type * as tf from '@tensorflow/tfjs';

/** Arguments of a layer's call. */
export interface CallArgs {
  /** Whether this is a training step. */
  training?: boolean;
  /** Whether this call repeats a step for its gradient. Moving averages must not be updated again. */
  replay?: boolean;
}

/** A layer with random draws, whose position can be saved and restored. The state is JSON. */
export interface RandomLayer extends tf.layers.Layer {
  getState(): object;
  setState(state: object): void;
}

/** Returns whether the layer has a state of random draws, as `DropBlock` and `Dropout` do. */
export const isRandom = (layer: tf.layers.Layer): layer is RandomLayer => 'getState' in layer && 'setState' in layer;

/** Records the state of the layers and returns a function that runs code with that state restored. */
export function repeatDraws(layers: RandomLayer[]): <T>(run: () => T) => T {
  const states = layers.map((layer) => layer.getState());
  return (run) => {
    const now = layers.map((layer) => layer.getState());
    const set = (to: object[]) => {
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
