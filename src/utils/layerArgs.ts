import type * as tf from '@tensorflow/tfjs';

/** What every tfjs layer accepts (`name`, `trainable`, …); tfjs does not export it by name. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;
