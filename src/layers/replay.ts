import type * as tf from '@tensorflow/tfjs';

/** What a layer is told about a call. */
export interface CallArgs {
  /** Whether this is a step of training. */
  training?: boolean;
  /** Whether a step is computed a second time, for its gradient: what follows the steps must not move again. */
  replay?: boolean;
}

/** A layer that draws random numbers, and can say where it stands in them; the state is JSON. */
export interface RandomLayer extends tf.layers.Layer {
  getState(): object;
  setState(state: object): void;
}

/** Whether a layer has a state as `DropBlock` and `Dropout` do. */
export const isRandom = (layer: tf.layers.Layer): layer is RandomLayer => 'getState' in layer && 'setState' in layer;

/** Notes where these layers stand; what is returned runs a function as if they stood there again. */
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
