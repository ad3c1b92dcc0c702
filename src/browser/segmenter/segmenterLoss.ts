import { type BceDiceLossOptions, bceDiceLoss } from '../../losses/bceDiceLoss';
import { binaryCrossEntropyLoss } from '../../losses/binaryCrossEntropyLoss';
import { type DiceLossOptions, diceLoss } from '../../losses/diceLoss';
import type { Loss, LossOptions } from '../../losses/loss';
import { requireOneOf } from '../../utils/check';

/** Losses by name, each with its options; `fromLogits` is an option of the training. */
export interface SegmenterLosses {
  /** {@link bceDiceLoss}, the paper's. */
  bceDice: Omit<BceDiceLossOptions, 'fromLogits'>;
  /** {@link binaryCrossEntropyLoss}. */
  binaryCrossEntropy: Omit<LossOptions, 'fromLogits'>;
  /** {@link diceLoss}. */
  dice: Omit<DiceLossOptions, 'fromLogits'>;
}

/** Loss as data, which a worker understands: `'dice'`, or `{ name: 'bceDice', alpha: 1 }`. */
export type SegmenterLoss =
  | keyof SegmenterLosses
  | { [Name in keyof SegmenterLosses]: { readonly name: Name } & SegmenterLosses[Name] }[keyof SegmenterLosses];

const makers: { [Name in keyof SegmenterLosses]: (options: SegmenterLosses[Name] & LossOptions) => Loss } = {
  bceDice: bceDiceLoss,
  binaryCrossEntropy: binaryCrossEntropyLoss,
  dice: diceLoss,
};

/** Makes the loss function. Throws OptionError if the name or an option is unknown or out of range. */
export function lossOf(loss: SegmenterLoss, fromLogits: boolean): Loss {
  const { name, ...options } = typeof loss === 'string' ? { name: loss } : loss;
  requireOneOf('train', 'loss', name, Object.keys(makers) as (keyof SegmenterLosses)[]);
  return makers[name]({ ...options, fromLogits });
}
