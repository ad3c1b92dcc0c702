import type * as tf from '@tensorflow/tfjs';

/** The part of tfjs's cpu backend that this library uses. */
export interface CpuBackend {
  data: { get(dataId: tf.DataId): { values: tf.backend_util.TypedArray } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

/** Returns the values of a tensor as floats: here, a cast to float32 leaves arrays of integers and booleans unchanged. */
export function floatsOf({ data }: CpuBackend, { dataId }: tf.TensorInfo): Float32Array {
  const { values } = data.get(dataId);
  return values instanceof Float32Array ? values : Float32Array.from(values);
}
