import * as tf from '@tensorflow/tfjs';

/** A model with a branch, batch norm, a nested model and a shared layer: everything that wiring can hold. */
export function tinyModel(): tf.LayersModel {
  const image = tf.input({ shape: [8, 8, 1], name: 'image' });
  const conv = tf.layers.conv2d({ name: 'conv', filters: 2, kernelSize: 3, padding: 'same', activation: 'relu' });
  const a = conv.apply(image) as tf.SymbolicTensor;
  const b = tf.layers.batchNormalization({ name: 'bn' }).apply(a) as tf.SymbolicTensor;
  const inner = tf.sequential({
    name: 'inner_model',
    layers: [tf.layers.conv2d({ name: 'one', inputShape: [8, 8, 2], filters: 2, kernelSize: 1 })],
  });
  const shared = tf.layers.activation({ name: 'shared', activation: 'sigmoid' });
  const c = shared.apply(inner.apply(b) as tf.SymbolicTensor) as tf.SymbolicTensor;
  const d = shared.apply(c) as tf.SymbolicTensor;
  const sum = tf.layers.add({ name: 'sum' }).apply([a, d]) as tf.SymbolicTensor;
  return tf.model({ name: 'tiny', inputs: image, outputs: [sum, c] });
}

/** What the model saves, as new objects that a test may change. */
export async function artifactsOf(model: tf.LayersModel): Promise<SavedModel> {
  const saved: { artifacts?: tf.io.ModelArtifacts } = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved.artifacts = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, weightSpecs, weightData } = saved.artifacts!;
  return structuredClone({ modelTopology, weightSpecs, weightData }) as SavedModel;
}

export interface SavedModel {
  modelTopology: { class_name: string; config: SavedConfig };
  weightSpecs: tf.io.WeightsManifestEntry[];
  weightData: ArrayBuffer;
}

interface SavedConfig {
  name: string;
  layers: SavedLayer[];
  input_layers: unknown;
  output_layers: unknown;
}

export interface SavedLayer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}

/** The layer of a saved model; change it to break the model. */
export const layerOf = (saved: SavedModel, name: string): SavedLayer =>
  saved.modelTopology.config.layers.find((layer) => layer.name === name)!;

/** Numbers the model gives for a fixed image. */
export function outputsOf(model: tf.LayersModel): number[] {
  return tf.tidy(() => {
    const image = tf.linspace(-1, 1, 64).reshape([1, 8, 8, 1]);
    const outputs = model.predict(image);
    return (Array.isArray(outputs) ? outputs : [outputs]).flatMap((output) => Array.from(output.dataSync()));
  });
}
