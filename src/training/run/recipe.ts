import { Augmentation, type AugmentationOptions } from '../../preprocess/augmentation';
import { paperRecipe } from '../paperRecipe';
import type { LearningRateDecay } from '../schedule/cosineDecay';
import { Patience, type PatienceOptions } from '../schedule/patience';
import { Plateau, type PlateauOptions } from '../schedule/plateau';

/** How a network is trained, with every default filled in: the options of `trainSegmentation` that are plain JSON. */
export interface Recipe {
  /** How often every training sample is seen, at most. */
  readonly epochs: number;
  /** Samples per step. */
  readonly batchSize: number;
  /** Passes that a batch is split into. */
  readonly accumulate: number;
  /** Learning rate of Adam at the start. */
  readonly learningRate: number;
  /** How the learning rate falls from step to step. */
  readonly decay: LearningRateDecay;
  /** How the learning rate falls when the validation loss no longer does; `null`: not at all. */
  readonly plateau: Readonly<Required<PlateauOptions>> | null;
  /** When training stops early; `null`: never. */
  readonly earlyStopping: Readonly<Required<PatienceOptions>> | null;
  /** How training samples are changed at random; `null`: not at all. */
  readonly augmentation: Readonly<Required<AugmentationOptions>> | null;
  /** Weight of each head in the loss; `null`: all alike. */
  readonly headWeights: readonly number[] | null;
  /** Seed of the order of the samples and of their augmentation. */
  readonly seed: number;
  /** Whether the network that was trained gives logits. */
  readonly fromLogits: boolean;
}

/** A recipe whose defaults may be left out: options of `trainSegmentation`. */
export interface RecipeOptions extends Partial<Omit<Recipe, 'plateau' | 'earlyStopping' | 'augmentation'>> {
  /** As in `trainSegmentation`. @defaultValue `{}`; `null` with `decay: 'cosine'` */
  readonly plateau?: PlateauOptions | null;
  /** As in `trainSegmentation`. @defaultValue `{}`; `null` with `decay: 'cosine'` */
  readonly earlyStopping?: PatienceOptions | null;
  /** As in `trainSegmentation`. @defaultValue `null` */
  readonly augmentation?: AugmentationOptions | null;
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
  plateau = decay === 'cosine' ? null : {},
  earlyStopping = decay === 'cosine' ? null : {},
  augmentation = null,
  headWeights = null,
  seed = 0,
  fromLogits = false,
}: RecipeOptions): Recipe {
  return {
    ...{ epochs, batchSize, accumulate, learningRate, decay, headWeights, seed, fromLogits },
    plateau: plateau && new Plateau(plateau).options,
    earlyStopping: earlyStopping && new Patience(earlyStopping).options,
    augmentation: augmentation && new Augmentation(augmentation).options,
  };
}
