import * as tf from '@tensorflow/tfjs';
import * as kernels from '../kernels/catalog';
import { runKernel } from '../kernels/runKernel';
import type { Random } from '../utils/random';

/** Options of {@link dropBlockMask}; lengths are in pixels. */
export interface DropBlockMaskOptions {
  /** Shape of the map: [batch, height, width, channels]. */
  shape: [batch: number, height: number, width: number, channels: number];
  /** Side of a dropped block: odd, at most `height` and `width`. */
  blockSize: number;
  /** Probability γ that a valid position is the centre of a dropped block, 0 to 1. */
  gamma: number;
  /** Whether each channel has blocks of its own. */
  perChannel: boolean;
}

/**
 * Draws the mask of DropBlock, [batch, height, width, channels or 1]: 0 in the dropped blocks and size / kept
 * elsewhere, which preserves the mean of a constant map.
 *
 * The host draws the few centres sparsely, by skipping from one to the next; they are the same on every backend. Blocks
 * lie entirely inside the map.
 */
export function dropBlockMask(options: DropBlockMaskOptions, random: Random): tf.Tensor4D {
  const { blockSize, perChannel } = options;
  const [batch, height, width, channels] = options.shape;
  const shape: [number, number, number, number] = [batch, height, width, perChannel ? channels : 1];
  const corners = drawCorners(options, shape[3], random);
  return runKernel(kernels.dropBlockMask, [], { shape, blockSize, corners }, () => maskOf(shape, blockSize, corners));
}

function maskOf(shape: [number, number, number, number], blockSize: number, corners: number[]): tf.Tensor4D {
  if (corners.length === 0) return tf.ones(shape);
  return tf.tidy(() => {
    const half = (blockSize - 1) / 2;
    const centres = corners.map((corner) => corner + (half * shape[2] + half) * shape[3]);
    const flat = onesAt(centres, tf.util.sizeFromShape(shape));
    const mask = tf.sub<tf.Tensor4D>(1, tf.maxPool(flat.reshape<tf.Tensor4D>(shape), blockSize, 1, 'same'));
    return tf.mul(mask, tf.div(mask.size, tf.maximum(tf.sum(mask), 1))); // Algorithm 1, line 7
  });
}

/**
 * Returns a vector of zeros with ones at these places.
 *
 * The number of places changes at every step, so it is padded with zeros to a power of two: tfjs's GPU backends keep a
 * buffer of every size ever used.
 */
function onesAt(places: readonly number[], length: number): tf.Tensor1D {
  const count = 2 ** Math.ceil(Math.log2(places.length));
  const [indices, values] = [new Int32Array(count), new Float32Array(count)];
  indices.set(places);
  values.fill(1, 0, places.length);
  return tf.scatterND(tf.tensor2d(indices, [count, 1]), tf.tensor1d(values), [length]);
}

/** Draws the dropped blocks; returns the flat indices of their upper left pixels. */
function drawCorners(
  { shape: [batch, height, width], blockSize, gamma }: DropBlockMaskOptions,
  channels: number,
  random: Random,
): number[] {
  const [rows, columns] = [height - blockSize + 1, width - blockSize + 1];
  const positions = batch * rows * columns * channels;
  const corners: number[] = [];
  // The gaps between successes of a Bernoulli sequence are geometric.
  const skip = () => (gamma >= 1 ? 0 : Math.floor(Math.log(1 - random.uniform()) / Math.log1p(-gamma)));
  if (gamma <= 0) return corners;
  for (let p = skip(); p < positions; p += 1 + skip()) {
    const c = p % channels;
    const x = Math.floor(p / channels) % columns;
    const y = Math.floor(p / (channels * columns)) % rows;
    const n = Math.floor(p / (channels * columns * rows));
    corners.push(((n * height + y) * width + x) * channels + c);
  }
  return corners;
}
