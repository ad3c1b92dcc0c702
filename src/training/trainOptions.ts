import type { Samples } from '../data/sample';
import { bceDiceLoss } from '../losses/bceDiceLoss';
import type { Loss } from '../losses/loss';
import { Augmentation, type AugmentationOptions } from '../preprocess/augmentation';
import { requireInteger, requireOneOf, requirePositive } from '../utils/check';
import { deriveSeed } from '../utils/random';
import type { EpochRecord, TrainingProgress } from './history';
import type { LearningRateDecay } from './learningRate';

/** Options of `trainSegmentation`. */
export interface TrainSegmentationOptions {
  /** Samples to learn from. */
  train: Samples;
  /** Samples of other patients, by whose loss the best epoch is chosen. */
  val: Samples;
  /** How often every training sample is seen. @defaultValue `300` */
  epochs?: number;
  /** Samples per step. @defaultValue `6` */
  batchSize?: number;
  /** Learning rate of Adam, > 0. @defaultValue `1e-3` */
  learningRate?: number;
  /** How the learning rate falls: not at all, or to 0 along half a cosine over all steps. @defaultValue `'none'` */
  decay?: LearningRateDecay;
  /** Seed of the order of the samples and of their augmentation, any integer. @defaultValue `0` */
  seed?: number;
  /** How training samples are changed at random, never those of `val`: `{}` as in the paper. @defaultValue `null`: not at all */
  augmentation?: AugmentationOptions | null;
  /**
   * Batches that are read ahead while the backend works on one, at most; 0 reads each when its turn comes. No more than
   * `(2 + prefetch) · batchSize` samples are held at a time. @defaultValue `1`
   */
  prefetch?: number;
  /** What is minimised. @defaultValue `bceDiceLoss({ fromLogits })` */
  loss?: Loss;
  /**
   * Weight of each head in the loss of a model of several (`deepSupervision`), which is the mean over them; `null`: alike.
   * @defaultValue `null`
   */
  headWeights?: readonly number[] | null;
  /** The model puts out logits (`activation: 'linear'`): known to the usual loss and to `valScores`. @defaultValue `false` */
  fromLogits?: boolean;
  /** Ends the run after the batch it is at; the best weights so far are kept. @defaultValue none */
  signal?: AbortSignal;
  /** Called after every batch. @defaultValue none */
  onProgress?: (progress: TrainingProgress) => void;
  /** Called after every epoch; a promise is awaited. @defaultValue none */
  onEpoch?: (record: EpochRecord) => void | Promise<void>;
}

/** The options with their defaults. */
export interface TrainSettings extends Required<Omit<TrainSegmentationOptions, 'signal' | 'augmentation'>> {
  readonly augmentation: Augmentation | null;
  readonly signal: AbortSignal | undefined;
}

/** @throws RangeError if an option is not legal */
export function trainSettings({
  train,
  val,
  epochs = 300,
  batchSize = 6,
  learningRate = 1e-3,
  decay = 'none',
  seed = 0,
  augmentation = null,
  prefetch = 1,
  fromLogits = false,
  loss = bceDiceLoss({ fromLogits }),
  headWeights = null,
  signal,
  onProgress = () => {},
  onEpoch = () => {},
}: TrainSegmentationOptions): TrainSettings {
  requireInteger('trainSegmentation', 'epochs', epochs);
  requireInteger('trainSegmentation', 'batchSize', batchSize);
  requirePositive('trainSegmentation', 'learningRate', learningRate);
  requireInteger('trainSegmentation', 'seed', seed, -Infinity);
  requireOneOf('trainSegmentation', 'decay', decay, ['none', 'cosine']);
  requireInteger('trainSegmentation', 'prefetch', prefetch, 0);
  const numbers = { epochs, batchSize, learningRate, decay, seed, prefetch };
  return {
    train,
    val,
    ...numbers,
    augmentation: augmentation && new Augmentation(augmentation, deriveSeed(seed, 'augmentation')),
    fromLogits,
    loss,
    headWeights,
    signal,
    onProgress,
    onEpoch,
  };
}
