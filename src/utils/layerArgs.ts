import type * as tf from '@tensorflow/tfjs';

import { type Names, requireKnown } from './check';

/** Arguments of every tfjs layer (`name`, `trainable`, …), a type that tfjs does not export. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** tfjs adds `customObjects` to the options of layers that it loads. */
const layerArgs: Names<LayerArgs> & { customObjects: unknown } = {
  name: 0,
  trainable: 0,
  dtype: 0,
  inputShape: 0,
  batchInputShape: 0,
  batchSize: 0,
  weights: 0,
  inputDType: 0,
  customObjects: 0,
};

/**
 * Checks the options that a layer passes on to tfjs, and returns them.
 *
 * @param left all options but the layer's own
 * @param own names of the layer's own options
 * @throws OptionError if neither the layer nor tfjs knows an option
 */
export function layerArgsOf<Options>(
  owner: string,
  left: LayerArgs,
  own: Names<Omit<Options, keyof LayerArgs>>,
): LayerArgs {
  requireKnown<LayerArgs>(owner, left, { ...own, ...layerArgs });
  return left;
}
