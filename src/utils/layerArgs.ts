import type * as tf from '@tensorflow/tfjs';

/** Arguments of every tfjs layer (`name`, `trainable`, …), a type that tfjs does not export. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;
