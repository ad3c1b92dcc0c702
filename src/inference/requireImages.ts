import type * as tf from '@tensorflow/tfjs';
import { invalidOption } from '../utils/errors';

/** Throws unless the tensor is a batch of images. */
export function requireImages(owner: string, images: tf.Tensor): void {
  if (images.rank === 4) return;
  const fix = { action: 'give one image a batch of its own', code: 'image.expandDims(0)' };
  throw invalidOption(owner, 'images', 'a tensor [batch, height, width, channels]', images.shape, fix);
}
