import * as tf from '@tensorflow/tfjs';

/** Bytes of tensors while a function runs. */
export interface TensorBytes {
  /** The most that was alive at once, buffers shared by several tensors counted once. */
  peak: number;
  /** What the function left behind, or freed if negative. */
  left: number;
}

/** Measures the bytes of all buffers that a function makes; tfjs itself counts a buffer once for every tensor on it. */
export async function tensorBytes(run: () => Promise<void>): Promise<TensorBytes> {
  const { tensorInfo } = tf.engine().state;
  const { prototype } = WeakMap;
  let [bytes, peak] = [0, 0];
  tensorInfo.set = function set(key, info) {
    bytes += info.bytes;
    peak = Math.max(peak, bytes);
    return prototype.set.call(this, key, info) as typeof tensorInfo;
  };
  tensorInfo.delete = function remove(key) {
    bytes -= tensorInfo.get(key)?.bytes ?? 0;
    return prototype.delete.call(this, key);
  };
  try {
    await run();
  } finally {
    tensorInfo.set = prototype.set;
    tensorInfo.delete = prototype.delete;
  }
  return { peak, left: bytes };
}
