import type { Samples } from '../../data/sample';
import { changeSample } from '../../preprocess/augment/changeSample';
import { deriveSeed } from '../../utils/random';
import type { TrainSettings } from '../trainOptions';
import { drawSample, type SampleDraws } from './drawSample';

/** What the random changes of a sample depend on, besides its position. */
interface Epoch extends Pick<TrainSettings, 'train' | 'seed' | 'sampleChanges'>, SampleDraws {
  readonly epoch: number;
  /** Position in the epoch of the first sample of `order`. */
  readonly first: number;
}

/**
 * Lists the samples of an epoch in the given order, each as {@link drawSample} replaces or cuts it, and with its random
 * changes. Both depend only on the seed, the
 * epoch and the position in it, so that a resumed epoch, or one that is read ahead, gets the same.
 */
export function changedSamples(order: readonly number[], epochOf: Epoch): Samples {
  const { train, seed, sampleChanges, epoch, first } = epochOf;
  const read = async (i: number) => {
    const draw = `${epoch} ${first + i}`;
    const sample = await drawSample(train, order[i]!, epochOf, { seed, draw });
    if (!sampleChanges) return sample;
    return changeSample(sample, sampleChanges, deriveSeed(seed, `augmentation ${draw}`));
  };
  return { ...train, length: order.length, read };
}
