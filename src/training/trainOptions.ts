import type { Samples } from '../data/sample';
import { bceDiceLoss } from '../losses/bceDiceLoss';
import type { Loss } from '../losses/loss';
import { Augmentation, type AugmentationOptions } from '../preprocess/augmentation';
import { requireInteger, requireOneOf, requirePositive } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { deriveSeed } from '../utils/random';
import { type CheckpointOptions, resolveCheckpoint } from './checkpoint/checkpointStore';
import type { EpochRecord, TrainingProgress } from './history';
import { recipeOf } from './run/recipe';
import type { LearningRateDecay } from './schedule/cosineDecay';
import { Patience, type PatienceOptions } from './schedule/patience';
import { Plateau, type PlateauOptions } from './schedule/plateau';

/** Options of `trainSegmentation`. */
export interface TrainSegmentationOptions {
  /** Samples to learn from. */
  train: Samples;
  /** Samples of other patients, by whose loss the best epoch is chosen. */
  val: Samples;
  /** How often every training sample is seen, at most. @defaultValue `300` */
  epochs?: number;
  /** Samples per step. @defaultValue `6` */
  batchSize?: number;
  /**
   * Passes that a batch is worked off in, from 1 to `batchSize`: `batchSize / accumulate` samples, rounded up, are in memory at
   * a time, and the step follows the mean of their gradients. That is the gradient of the batch, but for what looks at
   * several samples at once: batch norm normalises each pass by itself, and a Dice loss over the batch becomes the mean of
   * those of the passes, in validation too. @defaultValue `1`
   */
  accumulate?: number;
  /** Learning rate of Adam at the start, > 0. @defaultValue `1e-3` */
  learningRate?: number;
  /**
   * How the learning rate falls from step to step: not at all, or to 0 along half a cosine over all steps, which goes with
   * no `plateau`. @defaultValue `'none'`
   */
  decay?: LearningRateDecay;
  /**
   * How the learning rate falls when the validation loss no longer does; `null`: not at all.
   * @defaultValue `{}`, as in the paper; `null` with `decay: 'cosine'`
   */
  plateau?: PlateauOptions | null;
  /**
   * When the run ends because the validation loss no longer falls; `null`: only after all `epochs`.
   * @defaultValue `{}`, as in the paper; `null` with `decay: 'cosine'`, which is planned for all epochs
   */
  earlyStopping?: PatienceOptions | null;
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
  /**
   * Where and how often the run is saved, and whether it goes on from there; `null`: not at all. The loss is a function, and
   * the one thing that is not compared with that of the run that was saved. @defaultValue `null`
   */
  checkpoint?: CheckpointOptions | null;
  /** Ends the run after the batch it is at; the best weights so far are kept. @defaultValue none */
  signal?: AbortSignal;
  /** Called after every batch. @defaultValue none */
  onProgress?: (progress: TrainingProgress) => void;
  /** Called after every epoch; a promise is awaited. @defaultValue none */
  onEpoch?: (record: EpochRecord) => void | Promise<void>;
}

/** The options with their defaults. */
export interface TrainSettings
  extends Required<
    Omit<TrainSegmentationOptions, 'signal' | 'augmentation' | 'plateau' | 'earlyStopping' | 'checkpoint'>
  > {
  readonly augmentation: Augmentation | null;
  readonly plateau: Plateau | null;
  readonly earlyStopping: Patience | null;
  readonly checkpoint: Required<CheckpointOptions> | null;
  /** Samples of a batch that are worked off at a time. */
  readonly pieceSize: number;
  readonly signal: AbortSignal | undefined;
}

/** @throws RangeError if an option is not legal */
export function trainSettings(options: TrainSegmentationOptions): TrainSettings {
  const { train, val, prefetch = 1, checkpoint = null, signal, onProgress = () => {}, onEpoch = () => {} } = options;
  const recipe = recipeOf(options);
  const { decay, plateau, earlyStopping, augmentation, headWeights, fromLogits, ...numbers } = recipe;
  requireNumbers({ ...numbers, prefetch });
  requireOneOf('trainSegmentation', 'decay', decay, ['none', 'cosine']);
  if (plateau && decay === 'cosine') throw new RangeError(twoSchedules);
  return {
    ...{ train, val, prefetch, decay },
    ...numbers,
    pieceSize: Math.ceil(numbers.batchSize / numbers.accumulate),
    plateau: plateau && new Plateau(plateau),
    earlyStopping: earlyStopping && new Patience(earlyStopping),
    augmentation: augmentation && new Augmentation(augmentation, deriveSeed(numbers.seed, 'augmentation')),
    ...{ fromLogits, headWeights, loss: options.loss ?? bceDiceLoss({ fromLogits }) },
    checkpoint: checkpoint && resolveCheckpoint(checkpoint),
    ...{ signal, onProgress, onEpoch },
  };
}

const twoSchedules =
  "trainSegmentation: `plateau` and `decay: 'cosine'` both lower the learning rate. Leave `decay` out, or pass `plateau: null`";

type Numbers = Required<
  Pick<TrainSegmentationOptions, 'epochs' | 'batchSize' | 'accumulate' | 'learningRate' | 'seed' | 'prefetch'>
>;

function requireNumbers({ epochs, batchSize, accumulate, learningRate, seed, prefetch }: Numbers): void {
  requireInteger('trainSegmentation', 'epochs', epochs);
  requireInteger('trainSegmentation', 'batchSize', batchSize);
  if (!(Number.isInteger(accumulate) && accumulate >= 1 && accumulate <= batchSize))
    throw invalidOption(
      'trainSegmentation',
      'accumulate',
      `an integer from 1 to \`batchSize\`, which is ${batchSize}`,
      accumulate,
    );
  requirePositive('trainSegmentation', 'learningRate', learningRate);
  requireInteger('trainSegmentation', 'seed', seed, -Infinity);
  requireInteger('trainSegmentation', 'prefetch', prefetch, 0);
}
