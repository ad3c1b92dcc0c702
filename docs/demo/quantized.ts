import * as tf from '@tensorflow/tfjs';

/**
 * Makes an IO handler that stores every weight as integers of 16 bits, half the size, evenly spaced from the smallest to
 * the largest value of its tensor. tfjs decodes them on loading.
 */
export function quantized(handler: tf.io.IOHandler): tf.io.IOHandler {
  return {
    save: ({ weightSpecs = [], weightData = [], ...rest }) => {
      const tensors = tf.io.decodeWeights(weightData, weightSpecs);
      const weights = weightSpecs.map((spec) => quantize(spec, tensors[spec.name]!));
      return handler.save!({
        ...rest,
        weightSpecs: weights.map(({ spec }) => spec),
        weightData: tf.io.CompositeArrayBuffer.join(weights.map(({ data }) => data)),
      });
    },
  };
}

function quantize(spec: tf.io.WeightsManifestEntry, tensor: tf.Tensor) {
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  const min = Math.min(...values);
  const scale = (Math.max(...values) - min) / 65535 || 1; // 1 if all values are equal
  const data = Uint16Array.from(values, (value) => Math.round((value - min) / scale)).buffer;
  return { spec: { ...spec, quantization: { dtype: 'uint16' as const, scale, min } }, data };
}
