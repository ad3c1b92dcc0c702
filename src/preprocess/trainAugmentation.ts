import { type Names, requireKnown, requireOneOf } from '../utils/check';
import {
  noChanges,
  resolveSampleChanges,
  type SampleAugmentationOptions,
  type SampleChanges,
} from './augment/sampleAugmentationOptions';
import { Augmentation, type AugmentationOptions } from './augmentation';
import { strongAugmentation } from './strongAugmentation';

/** Options of the augmentation of {@link trainSegmentation}: those of the paper, and those beyond it. */
export interface TrainAugmentationOptions extends AugmentationOptions, SampleAugmentationOptions {}

/** Name of an augmentation: the paper's, or that with all changes. */
export type AugmentationName = 'paper' | 'strong';

/** The options, defaults filled in. */
export type TrainAugmentation = Readonly<Required<TrainAugmentationOptions>>;

/** Names of the augmentations. */
export const augmentationNames = ['paper', 'strong'] as const satisfies readonly AugmentationName[];

/**
 * Fills in the defaults, or those of a name.
 *
 * @throws OptionError if the name or an option is unknown, or an option is out of range
 */
export function resolveAugmentation(given: AugmentationName | TrainAugmentationOptions): TrainAugmentation {
  if (typeof given === 'string') requireOneOf('trainSegmentation', 'augmentation', given, augmentationNames);
  const options: TrainAugmentationOptions = given === 'paper' ? {} : given === 'strong' ? strongAugmentation : given;
  const { crop, horizontalFlip, verticalFlip, translate, ...changes } = options;
  const paper = { crop, horizontalFlip, verticalFlip, translate };
  const names: Names<TrainAugmentationOptions> = { ...paper, ...noChanges };
  requireKnown<TrainAugmentationOptions>('Augmentation', changes, names);
  return { ...new Augmentation(paper).options, ...resolveSampleChanges('Augmentation', changes) };
}

/** Splits an augmentation into the paper's options and the changes beyond them. */
export function augmentationParts(augmentation: TrainAugmentation): {
  paper: Required<AugmentationOptions>;
  changes: SampleChanges;
} {
  const { crop, horizontalFlip, verticalFlip, translate, ...changes } = augmentation;
  return { paper: { crop, horizontalFlip, verticalFlip, translate }, changes };
}
