import type * as tf from '@tensorflow/tfjs';

/** Throws unless the tensor is a batch of images. */
export function requireImages(owner: string, images: tf.Tensor): void {
  if (images.rank === 4) return;
  throw new RangeError(
    `${owner}: expected images [batch, height, width, channels]; received [${images.shape}]. ` +
      'For one image call `image.expandDims(0)`',
  );
}
