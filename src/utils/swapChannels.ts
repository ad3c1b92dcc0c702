import * as tf from '@tensorflow/tfjs';

/** Two channels that change places where an image is mirrored. */
export type ChannelPair = readonly [number, number];

/** Swaps pairs of channels in all images `[batch, height, width, channels]`. */
export function swapChannels(maps: tf.Tensor4D, pairs: readonly ChannelPair[]): tf.Tensor4D {
  if (pairs.length === 0) return tf.clone(maps);
  const order = Array.from({ length: maps.shape[3] }, (_, channel) => channel);
  for (const [a, b] of pairs) [order[a], order[b]] = [order[b]!, order[a]!];
  return tf.tidy(() => tf.gather(maps, tf.tensor1d(order, 'int32'), 3));
}

/** Swaps pairs of channels in the images of a batch for which `mirrored` holds. Exact for whole numbers. */
export function swapChannelsOf(maps: tf.Tensor4D, pairs: readonly ChannelPair[], mirrored: readonly boolean[]) {
  if (pairs.length === 0 || !mirrored.includes(true)) return tf.clone(maps);
  return tf.tidy(() => {
    const share = tf.tensor4d(mirrored.map(Number), [mirrored.length, 1, 1, 1]);
    return maps.add<tf.Tensor4D>(swapChannels(maps, pairs).sub(maps).mul(share));
  });
}
