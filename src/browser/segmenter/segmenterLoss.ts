import { type BceDiceLossOptions, bceDiceLoss } from '../../losses/bceDiceLoss';
import { type BinaryCrossEntropyLossOptions, binaryCrossEntropyLoss } from '../../losses/binaryCrossEntropyLoss';
import { type DiceLossOptions, diceLoss } from '../../losses/diceLoss';
import { type FocalLossOptions, focalLoss } from '../../losses/focalLoss';
import { type FocalTverskyLossOptions, focalTverskyLoss } from '../../losses/focalTverskyLoss';
import { type GeneralisedDiceLossOptions, generalisedDiceLoss } from '../../losses/generalisedDiceLoss';
import type { Loss } from '../../losses/loss';
import { type TverskyLossOptions, tverskyLoss } from '../../losses/tverskyLoss';
import { requireOneOf } from '../../utils/check';

/** Losses by name, each with its options; `fromLogits` is an option of the training. */
export interface SegmenterLosses {
  /** {@link bceDiceLoss}, the paper's. */
  bceDice: Omit<BceDiceLossOptions, 'fromLogits'>;
  /** {@link binaryCrossEntropyLoss}. */
  binaryCrossEntropy: Omit<BinaryCrossEntropyLossOptions, 'fromLogits'>;
  /** {@link diceLoss}. */
  dice: Omit<DiceLossOptions, 'fromLogits'>;
  /** {@link focalLoss}. */
  focal: Omit<FocalLossOptions, 'fromLogits'>;
  /** {@link focalTverskyLoss}. */
  focalTversky: Omit<FocalTverskyLossOptions, 'fromLogits'>;
  /** {@link generalisedDiceLoss}. */
  generalisedDice: Omit<GeneralisedDiceLossOptions, 'fromLogits'>;
  /** {@link tverskyLoss}. */
  tversky: Omit<TverskyLossOptions, 'fromLogits'>;
}

/** Loss as data, which a worker understands: `'dice'`, or `{ name: 'bceDice', alpha: 1 }`. */
export type SegmenterLoss =
  | keyof SegmenterLosses
  | { [Name in keyof SegmenterLosses]: { readonly name: Name } & SegmenterLosses[Name] }[keyof SegmenterLosses];

const makers: { [Name in keyof SegmenterLosses]: (options: SegmenterLosses[Name] & { fromLogits: boolean }) => Loss } =
  {
    bceDice: bceDiceLoss,
    binaryCrossEntropy: binaryCrossEntropyLoss,
    dice: diceLoss,
    focal: focalLoss,
    focalTversky: focalTverskyLoss,
    generalisedDice: generalisedDiceLoss,
    tversky: tverskyLoss,
  };

/** Makes the loss function. Throws OptionError if the name or an option is unknown or out of range. */
export function lossOf(loss: SegmenterLoss, fromLogits: boolean): Loss {
  const { name, ...options } = typeof loss === 'string' ? { name: loss } : loss;
  requireOneOf('train', 'loss', name, Object.keys(makers) as (keyof SegmenterLosses)[]);
  const make = makers[name] as (options: object) => Loss; // the compiler does not know that name and options agree
  return make({ ...options, fromLogits });
}
