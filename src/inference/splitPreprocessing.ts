import * as tf from '@tensorflow/tfjs';
import { CLAHE } from '../preprocess/clahe';
import { HUWindow } from '../preprocess/huWindow';
import { invalidOption } from '../utils/errors';

/** A model in two parts. */
export interface SplitModel {
  /** Preprocessing, which runs at the true size, where 0 HU is tissue and CLAHE's tiles divide the image. */
  readonly first: readonly tf.layers.Layer[];
  /** The network, which may need sides of another length. */
  readonly rest: tf.LayersModel;
}

/**
 * Takes the preprocessing off a model of `addPreprocessing`; another is `rest` as a whole.
 *
 * @throws OptionError if preprocessing layers stand before something else than a whole model
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

/** What the preprocessing makes of images: tensors for the caller's `tidy`. */
export function preprocess(first: SplitModel['first'], images: tf.Tensor4D): tf.Tensor4D {
  return first.reduce((x, layer) => layer.apply(x) as tf.Tensor4D, images);
}
