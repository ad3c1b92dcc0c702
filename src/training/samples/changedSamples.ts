import type { Samples } from '../../data/sample';
import { changeSample } from '../../preprocess/augment/changeSample';
import { deriveSeed } from '../../utils/random';
import type { TrainSettings } from '../trainOptions';

/** What the random changes of a sample depend on, besides its position. */
interface Epoch extends Pick<TrainSettings, 'train' | 'seed' | 'sampleChanges'> {
  readonly epoch: number;
  /** Position in the epoch of the first sample of `order`. */
  readonly first: number;
}

/**
 * Lists the samples of an epoch in the given order, each with its random changes. The changes depend only on the seed, the
 * epoch and the position in it, so that a resumed epoch, or one that is read ahead, gets the same.
 */
export function changedSamples(order: readonly number[], { train, seed, sampleChanges, epoch, first }: Epoch): Samples {
  const read = async (i: number) => {
    const sample = await train.read(order[i]!);
    if (!sampleChanges) return sample;
    return changeSample(sample, sampleChanges, deriveSeed(seed, `augmentation ${epoch} ${first + i}`));
  };
  return { ...train, length: order.length, read };
}
