import type { Samples } from '../data/sample';
import { bceDiceLoss } from '../losses/bceDiceLoss';
import type { Loss } from '../losses/loss';
import type { AugmentationName, TrainAugmentationOptions } from '../preprocess/trainAugmentation';
import { type Names, requireOneOf } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type AugmentationSettings, augmentationSettings } from './augmentationSettings';
import { type CheckpointOptions, resolveCheckpoint } from './checkpoint/checkpointStore';
import type { EpochRecord, TrainingProgress } from './history';
import { requireEmaDecay, requireNumbers } from './requireNumbers';
import { recipeOf } from './run/recipe';
import { type LearningRateDecay, learningRateDecays } from './schedule/learningRateOf';
import { Patience, type PatienceOptions } from './schedule/patience';
import { Plateau, type PlateauOptions } from './schedule/plateau';

/** Options of {@link trainSegmentation}. */
export interface TrainSegmentationOptions {
  /** Training samples. */
  train: Samples;
  /** Validation samples, of other patients; their loss selects the best epoch. */
  val: Samples;
  /** Maximum number of epochs. @defaultValue `300` */
  epochs?: number;
  /** Samples per step. @defaultValue `6` */
  batchSize?: number;
  /**
   * Number of passes per batch for gradient accumulation, from 1 to `batchSize`. Only `batchSize / accumulate` samples,
   * rounded up, are in memory at a time, and the step follows their mean gradient. That equals the gradient of the
   * batch except where samples are combined: batch norm normalises each pass separately, and a Dice loss over the batch
   * becomes the mean over the passes, in validation too. @defaultValue `1`
   */
  accumulate?: number;
  /** Initial learning rate of Adam, > 0. @defaultValue `1e-3` */
  learningRate?: number;
  /**
   * Learning-rate schedule per step: constant, half a cosine down to 0 over all steps (Loshchilov and Hutter, SGDR,
   * 2017), or `(1 − step / steps)^0.9` (`poly`, as in DeepLab and nnU-Net). The two latter exclude `plateau`.
   * @defaultValue `'none'`
   */
  decay?: LearningRateDecay;
  /**
   * Epochs of warm-up, or a part of one, in which the learning rate rises linearly from step to step, from 0 to
   * `epochs`. `decay` covers the steps after them. @defaultValue `0`
   */
  warmup?: number;
  /** Decoupled weight decay of Adam (AdamW), ≥ 0; see {@link fusedAdam}. @defaultValue `0` */
  weightDecay?: number;
  /**
   * Share of an exponential moving average of the weights that each step keeps, ≥ 0 and < 1, such as 0.999. The averaged
   * weights are those that are validated and kept. `null`: the weights themselves. @defaultValue `null`
   */
  emaDecay?: number | null;
  /**
   * Reduction of the learning rate when the validation loss stagnates. `null`: none. @defaultValue `{}`, as in the
   * paper; `null` with a `decay`
   */
  plateau?: PlateauOptions | null;
  /**
   * Early stopping when the validation loss stagnates. `null`: train for all `epochs`. @defaultValue `{}`, as in the
   * paper; `null` with a `decay`, which covers all epochs
   */
  earlyStopping?: PatienceOptions | null;
  /** Seed of shuffling and augmentation, any integer. @defaultValue `0` */
  seed?: number;
  /**
   * Random augmentation of the training samples, never of `val`: `'paper'` or `{}` as in the paper, `'strong'` also rotates,
   * zooms and deforms slices and changes their grey levels, as nnU-Net does. `null`: none. @defaultValue `null`
   */
  augmentation?: AugmentationName | TrainAugmentationOptions | null;
  /**
   * Height and width in pixels of patches that are cut out of the slices at random, padded with air where a slice is smaller.
   * Validation covers each slice by patches, and scores those of a slice together. The sliding window of {@link predictVolume} predicts whole slices. `null`:
   * whole slices. @defaultValue `null`
   */
  patch?: readonly [height: number, width: number] | null;
  /**
   * Share of the training samples, from 0 to 1, that are replaced by a slice which holds a class, all classes alike, and whose
   * patch is centred on it, so that rare classes are seen; nnU-Net takes a third. @defaultValue `0`
   */
  foreground?: number;
  /**
   * Maximum number of batches read ahead while the backend is busy; 0 reads each when it is needed. At most `(2 +
   * prefetch) · batchSize` samples are in memory at a time. @defaultValue `1`
   */
  prefetch?: number;
  /** Training loss. @defaultValue `bceDiceLoss({ fromLogits })`, with `regions` and `partialLabels` as the samples have labels */
  loss?: Loss;
  /**
   * Weights of the heads of a model with `deepSupervision`; the loss is their weighted mean. `null`: equal weights.
   * @defaultValue `null`
   */
  headWeights?: readonly number[] | null;
  /**
   * Whether the model returns logits (`activation: 'linear'`); the default loss and `valScores` account for it.
   * @defaultValue `false`
   */
  fromLogits?: boolean;
  /**
   * Checkpoints: where and how often the run is saved, and whether it resumes. `null`: none. The loss is a function, so
   * it is the one setting that is not compared with the saved run's. @defaultValue `null`
   */
  checkpoint?: CheckpointOptions | null;
  /** Aborts the run after the current batch; the best weights so far are kept. @defaultValue none */
  signal?: AbortSignal;
  /** Called after every batch. @defaultValue none */
  onProgress?: (progress: TrainingProgress) => void;
  /** Called after every epoch; a promise is awaited. @defaultValue none */
  onEpoch?: (record: EpochRecord) => void | Promise<void>;
}

/** Names of {@link TrainSegmentationOptions}. */
export const trainOptionNames: Names<TrainSegmentationOptions> = {
  train: 0,
  val: 0,
  epochs: 0,
  batchSize: 0,
  accumulate: 0,
  learningRate: 0,
  decay: 0,
  warmup: 0,
  weightDecay: 0,
  emaDecay: 0,
  plateau: 0,
  earlyStopping: 0,
  seed: 0,
  augmentation: 0,
  patch: 0,
  foreground: 0,
  prefetch: 0,
  loss: 0,
  headWeights: 0,
  fromLogits: 0,
  checkpoint: 0,
  signal: 0,
  onProgress: 0,
  onEpoch: 0,
};

/** The options, defaults filled in. */
export interface TrainSettings
  extends AugmentationSettings,
    Required<Omit<TrainSegmentationOptions, 'signal' | 'augmentation' | 'plateau' | 'earlyStopping' | 'checkpoint'>> {
  readonly plateau: Plateau | null;
  readonly earlyStopping: Patience | null;
  readonly checkpoint: Required<CheckpointOptions> | null;
  /** Samples of a batch processed at a time. */
  readonly pieceSize: number;
  readonly signal: AbortSignal | undefined;
}

/** Fills in the defaults. Throws OptionError if an option is out of range. */
export function trainSettings(options: TrainSegmentationOptions): TrainSettings {
  const { train, val, prefetch = 1, checkpoint = null, signal, onProgress = () => {}, onEpoch = () => {} } = options;
  const recipe = recipeOf(options);
  const { decay, emaDecay, plateau, earlyStopping, augmentation, patch, headWeights, fromLogits, ...numbers } = recipe;
  requireNumbers({ ...numbers, prefetch });
  requireEmaDecay(emaDecay);
  requireOneOf('trainSegmentation', 'decay', decay, learningRateDecays);
  if (plateau && decay !== 'none') throw twoSchedules(decay);
  return {
    ...{ train, val, prefetch, decay, emaDecay, patch },
    ...numbers,
    pieceSize: Math.ceil(numbers.batchSize / numbers.accumulate),
    plateau: plateau && new Plateau(plateau),
    earlyStopping: earlyStopping && new Patience(earlyStopping),
    ...augmentationSettings(augmentation, numbers.seed),
    ...{ fromLogits, headWeights, loss: options.loss ?? defaultLoss(train, fromLogits) },
    checkpoint: checkpoint && resolveCheckpoint(checkpoint),
    ...{ signal, onProgress, onEpoch },
  };
}

function defaultLoss({ labels }: Samples, fromLogits: boolean): Loss {
  return bceDiceLoss({ fromLogits, regions: labels?.regions ?? false, partialLabels: labels?.partial ?? false });
}

const twoSchedules = (decay: LearningRateDecay) =>
  invalidOption('trainSegmentation', 'decay', 'none with `plateau`, as both lower the learning rate', decay, [
    { option: 'decay', value: 'none' },
    { option: 'plateau', value: null },
  ]);
