import * as tf from '@tensorflow/tfjs';
import { channelsOf, type LabelTable } from '../../data/labels/labelTable';
import type { Sample, Samples } from '../../data/sample';
import { OptionError } from '../../utils/optionError';
import { readAhead } from './readAhead';
import { targetsOf } from './targets';

/** Images `[batch, height, width, channels]` and targets `[batch, height, width, classes]` of a batch. */
export interface Batch {
  readonly x: tf.Tensor4D;
  readonly y: tf.Tensor4D;
  readonly samples: readonly Sample[];
}

/** Splits indices into groups of `batchSize`; the last group may be smaller. */
export function inBatches(indices: readonly number[], batchSize: number): number[][] {
  return Array.from({ length: Math.ceil(indices.length / batchSize) }, (_, i) =>
    indices.slice(i * batchSize, (i + 1) * batchSize),
  );
}

/** Part of a batch that is processed at once. */
export interface Piece {
  readonly indices: readonly number[];
  /** Share of the batch. */
  readonly share: number;
  /** Whether it is the last piece of its batch. */
  readonly last: boolean;
}

/**
 * Splits indices into batches, and each batch into pieces of `pieceSize` samples; the last piece of a batch may be
 * smaller.
 */
export const inPieces = (indices: readonly number[], batchSize: number, pieceSize: number): Piece[] =>
  inBatches(indices, batchSize).flatMap((batch) =>
    inBatches(batch, pieceSize).map((piece, i, { length }) => ({
      indices: piece,
      share: piece.length / batch.length,
      last: i === length - 1,
    })),
  );

/** Lists the numbers 0 to `length` − 1. */
export const indicesOf = ({ length }: { length: number }): number[] => Array.from({ length }, (_, i) => i);

/**
 * Reads samples batch by batch and up to `prefetch` batches ahead. Batches read ahead wait as plain arrays; the tensors
 * of a batch live until the next one is requested.
 *
 * @throws OptionError if samples of a batch differ in size
 */
export async function* readBatches(
  samples: Samples,
  batches: Iterable<readonly number[]>,
  prefetch: number,
): AsyncGenerator<Batch, void, undefined> {
  const readAll = (indices: readonly number[]) => Promise.all(indices.map(async (index) => samples.read(index)));
  for await (const read of readAhead(batches, readAll, prefetch)) {
    const batch = toBatch(read, samples.labels ?? null);
    try {
      yield batch;
    } finally {
      tf.dispose([batch.x, batch.y]);
    }
  }
}

function toBatch(samples: readonly Sample[], labels: LabelTable | null): Batch {
  const first = samples[0]!;
  const { height, width } = first;
  const other = samples.find((sample) => sample.height !== height || sample.width !== width);
  if (other)
    throw new OptionError({
      owner: 'readBatches',
      option: 'batchSize',
      expected: '1 for samples of several sizes',
      received: samples.length,
      problem:
        `samples of one batch must have one size; ${first.patient} ${first.name} has ${height}×${width} ` +
        `pixels, ${other.patient} ${other.name} ${other.height}×${other.width}`,
      fix: [
        { option: 'size', value: [height, width], action: 'resize them: `resizeSample`' },
        { option: 'patch', value: [128, 128], action: 'cut patches out of them: `patch`' },
        { option: 'batchSize', value: 1 },
      ],
    });
  const { length } = first.image;
  const x = new Float32Array(samples.length * length);
  for (const [i, { image }] of samples.entries()) x.set(image, i * length);
  const shape = [samples.length, height, width] as const;
  return {
    x: tf.tensor4d(x, [...shape, length / (height * width)]),
    y: tf.tensor4d(targetsOf(samples, labels), [...shape, labels ? channelsOf(labels) : 1]),
    samples,
  };
}
