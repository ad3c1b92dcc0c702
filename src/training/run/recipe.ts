import {
  type AugmentationName,
  resolveAugmentation,
  type TrainAugmentationOptions,
} from '../../preprocess/trainAugmentation';
import { paperRecipe } from '../paperRecipe';
import type { LearningRateDecay } from '../schedule/learningRateOf';
import { Patience, type PatienceOptions } from '../schedule/patience';
import { Plateau, type PlateauOptions } from '../schedule/plateau';

/** The options of {@link trainSegmentation} that are plain JSON, with defaults filled in. */
export interface Recipe {
  /** Maximum number of epochs. */
  readonly epochs: number;
  /** Samples per step. */
  readonly batchSize: number;
  /** Number of passes per batch for gradient accumulation. */
  readonly accumulate: number;
  /** Initial learning rate of Adam. */
  readonly learningRate: number;
  /** Learning-rate schedule per step. */
  readonly decay: LearningRateDecay;
  /** Epochs of warm-up. */
  readonly warmup: number;
  /** Decoupled weight decay of Adam. */
  readonly weightDecay: number;
  /** Share of the moving average of the weights that each step keeps. `null`: no average. */
  readonly emaDecay: number | null;
  /** Reduction of the learning rate when the validation loss stagnates. `null`: none. */
  readonly plateau: Readonly<Required<PlateauOptions>> | null;
  /** Early stopping. `null`: none. */
  readonly earlyStopping: Readonly<Required<PatienceOptions>> | null;
  /** Random augmentation of the training samples. `null`: none. */
  readonly augmentation: Readonly<Required<TrainAugmentationOptions>> | null;
  /** Height and width in pixels of the patches that are cut out of slices. `null`: whole slices. */
  readonly patch: readonly [height: number, width: number] | null;
  /** Share of the samples that hold a class which is drawn at random. */
  readonly foreground: number;
  /** Weight of each head in the loss. `null`: equal weights. */
  readonly headWeights: readonly number[] | null;
  /** Seed of shuffling and augmentation. */
  readonly seed: number;
  /** Whether the network in training returns logits. */
  readonly fromLogits: boolean;
}

/** A {@link Recipe} without its defaults: options of {@link trainSegmentation}. */
export interface RecipeOptions extends Partial<Omit<Recipe, 'plateau' | 'earlyStopping' | 'augmentation'>> {
  /** As in {@link trainSegmentation}. @defaultValue `{}`; `null` with a `decay` */
  readonly plateau?: PlateauOptions | null;
  /** As in {@link trainSegmentation}. @defaultValue `{}`; `null` with a `decay` */
  readonly earlyStopping?: PatienceOptions | null;
  /** As in {@link trainSegmentation}. @defaultValue `null` */
  readonly augmentation?: AugmentationName | TrainAugmentationOptions | null;
}

/**
 * Fills in the defaults of `trainSegmentation`.
 *
 * @throws RangeError if an option of `plateau`, `earlyStopping` or `augmentation` is out of range
 */
export function recipeOf({
  epochs = paperRecipe.epochs,
  batchSize = paperRecipe.batchSize,
  accumulate = 1,
  learningRate = paperRecipe.learningRate,
  decay = 'none',
  warmup = 0,
  weightDecay = 0,
  emaDecay = null,
  plateau = decay === 'none' ? {} : null,
  earlyStopping = decay === 'none' ? {} : null,
  augmentation = null,
  patch = null,
  foreground = 0,
  headWeights = null,
  seed = 0,
  fromLogits = false,
}: RecipeOptions): Recipe {
  return {
    ...{ epochs, batchSize, accumulate, learningRate, decay, warmup, weightDecay, emaDecay },
    ...{ patch, foreground, headWeights, seed, fromLogits },
    plateau: plateau && new Plateau(plateau).options,
    earlyStopping: earlyStopping && new Patience(earlyStopping).options,
    augmentation: augmentation && resolveAugmentation(augmentation),
  };
}
