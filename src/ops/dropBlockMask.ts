import * as tf from '@tensorflow/tfjs';

import type { Random } from '../utils/random';
import { hostKernel, runsOnHost } from './hostKernel';
import { runsOnTensorflowCpu } from './tensorflow';

/** How {@link dropBlockMask} draws; lengths are pixels. */
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
 * The factors of DropBlock: 0 in the dropped blocks, elsewhere size / kept, so that the mean of a constant map stays
 * (1 if everything is dropped): [batch, height, width, channels or 1].
 *
 * The few centres are drawn sparsely on the host, by skipping from one to the next, the same on every backend; blocks
 * lie wholly inside the map.
 */
export function dropBlockMask(options: DropBlockMaskOptions, random: Random): tf.Tensor4D {
  const { blockSize, perChannel } = options;
  const [batch, height, width, channels] = options.shape;
  const shape: [number, number, number, number] = [batch, height, width, perChannel ? channels : 1];
  const corners = drawCorners(options, shape[3], random);
  if (runsOnHost()) return onHost([], { shape, blockSize, corners })[0] as tf.Tensor4D;
  if (runsOnTensorflowCpu()) {
    const mask = new Float32Array(tf.util.sizeFromShape(shape));
    fillMask(mask, { shape, blockSize, corners });
    return tf.tensor4d(mask, shape);
  }
  if (corners.length === 0) return tf.ones(shape);
  return tf.tidy(() => {
    const half = (blockSize - 1) / 2;
    const centres = corners.map((corner) => corner + (half * width + half) * shape[3]);
    const flat = onesAt(centres, batch * height * width * shape[3]);
    const mask = tf.sub<tf.Tensor4D>(1, tf.maxPool(flat.reshape<tf.Tensor4D>(shape), blockSize, 1, 'same'));
    return tf.mul(mask, tf.div(mask.size, tf.maximum(tf.sum(mask), 1))); // Algorithm 1, line 7
  });
}

/**
 * A vector of zeros, but for ones at these places. Their number, which is another in every step, is filled up with zeros to a
 * power of two: tfjs's GPU backends keep a buffer of every size that they have ever had.
 */
function onesAt(places: readonly number[], length: number): tf.Tensor1D {
  const count = 2 ** Math.ceil(Math.log2(places.length));
  const [indices, values] = [new Int32Array(count), new Float32Array(count)];
  indices.set(places);
  values.fill(1, 0, places.length);
  return tf.scatterND(tf.tensor2d(indices, [count, 1]), tf.tensor1d(values), [length]);
}

/** Flat indices of the upper left pixels of the blocks. */
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

type MaskAttributes = { shape: number[]; blockSize: number; corners: number[] };

const onHost = hostKernel<MaskAttributes>({
  name: 'MsaUnetDropBlockMask',
  outputShapes: (_, { shape }) => [shape],
  loop: (_, [mask], attributes) => fillMask(mask!, attributes),
});

function fillMask(mask: Float32Array, { shape, blockSize, corners }: MaskAttributes): void {
  const [, , width, channels] = shape as [number, number, number, number];
  /** Zeroes the blocks and counts what was not zero before. */
  const drop = () => {
    let dropped = 0;
    for (const corner of corners)
      for (let y = 0; y < blockSize; y++)
        for (let x = 0, i = corner + y * width * channels; x < blockSize; x++, i += channels) {
          if (mask[i] !== 0) dropped++;
          mask[i] = 0;
        }
    return dropped;
  };
  mask.fill(1);
  const kept = mask.length - drop();
  mask.fill(kept === 0 ? 1 : mask.length / kept); // Algorithm 1, line 7
  drop();
}
