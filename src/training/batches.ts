import * as tf from '@tensorflow/tfjs';

import type { Sample, Samples } from '../data/sample';

/** Images and masks of a few samples, both `[batch, height, width, 1]`; whoever asked for them disposes them. */
export interface Batch {
  readonly x: tf.Tensor4D;
  readonly y: tf.Tensor4D;
  readonly samples: readonly Sample[];
}

/** The indices in groups of `batchSize`; the last group may be smaller. */
export function inBatches(indices: readonly number[], batchSize: number): number[][] {
  return Array.from({ length: Math.ceil(indices.length / batchSize) }, (_, i) =>
    indices.slice(i * batchSize, (i + 1) * batchSize),
  );
}

/** The numbers 0 to `length` − 1. */
export const indicesOf = ({ length }: { length: number }): number[] => Array.from({ length }, (_, i) => i);

/**
 * Reads samples into one batch.
 *
 * @throws RangeError if they differ in size
 */
export async function readBatch(samples: Samples, indices: readonly number[]): Promise<Batch> {
  const read = await Promise.all(indices.map((index) => samples.read(index)));
  const first = read[0]!;
  const { height, width } = first;
  const other = read.find((sample) => sample.height !== height || sample.width !== width);
  if (other)
    throw new RangeError(
      `readBatch: samples of one batch must have one size; ${first.patient} ${first.name} has ${height}×${width} ` +
        `pixels, ${other.patient} ${other.name} ${other.height}×${other.width}. Resize them, or take batches of 1`,
    );
  const x = new Float32Array(read.length * height * width);
  const y = new Float32Array(x.length);
  read.forEach(({ image, mask }, i) => {
    x.set(image, i * height * width);
    y.set(mask, i * height * width);
  });
  const shape: [number, number, number, number] = [read.length, height, width, 1];
  return { x: tf.tensor4d(x, shape), y: tf.tensor4d(y, shape), samples: read };
}
