import type * as tf from '@tensorflow/tfjs';

/** Gives a model the metadata of the one that it is made of, such as its labels. */
export function withMetadata(model: tf.LayersModel, source: tf.LayersModel): tf.LayersModel {
  const metadata = source.getUserDefinedMetadata();
  if (metadata) model.setUserDefinedMetadata(metadata);
  return model;
}

/** Whether the channels of a model are regions that may overlap, by the labels it was trained with. */
export const holdsRegions = (model: tf.LayersModel): boolean =>
  Object(Object(model.getUserDefinedMetadata()).labels).regions === true;
