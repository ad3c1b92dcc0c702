import * as tf from '@tensorflow/tfjs';
import { CLAHE } from '../preprocess/clahe';
import { HUWindow } from '../preprocess/huWindow';
import { invalidOption } from '../utils/errors';

/** A model split into preprocessing and network. */
export interface SplitModel {
  /**
   * Preprocessing layers, which run at the image's own size: there, 0 HU is tissue, and CLAHE's tiles divide the image.
   */
  readonly first: readonly tf.layers.Layer[];
  /** Network, which may need a padded size. */
  readonly rest: tf.LayersModel;
}

/**
 * Splits the preprocessing off a model of {@link addPreprocessing}; any other model is `rest` as a whole.
 *
 * @throws OptionError if preprocessing layers precede anything but a whole model
 */
export function splitPreprocessing(owner: string, model: tf.LayersModel): SplitModel {
  const isFirst = (layer?: tf.layers.Layer) => layer instanceof HUWindow || layer instanceof CLAHE;
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  if (!isFirst(layers[0])) return { first: [], rest: model };
  const rest = layers.at(-1);
  const first = layers.slice(0, -1);
  if (rest instanceof tf.LayersModel && first.every(isFirst)) return { first, rest };
  throw invalidOption(owner, 'model', 'a whole model behind its preprocessing layers', model.name, {
    action: 'put the preprocessing before the model',
    code: 'addPreprocessing(model)',
  });
}

/** Applies the preprocessing. The caller's `tidy` frees the tensors. */
export function preprocess(first: SplitModel['first'], images: tf.Tensor4D): tf.Tensor4D {
  return first.reduce((x, layer) => layer.apply(x) as tf.Tensor4D, images);
}
