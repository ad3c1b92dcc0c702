import type * as tf from '@tensorflow/tfjs';

/** Notes down the shape of every batch that the model's last layer is run on, in a list that grows. */
export function modelRuns(model: tf.LayersModel, onRun: () => void = () => {}): number[][] {
  const shapes: number[][] = [];
  const layer = model.layers.at(-1)!;
  const call = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    shapes.push([...[inputs].flat()[0]!.shape]);
    onRun();
    return call(inputs, kwargs);
  };
  return shapes;
}
