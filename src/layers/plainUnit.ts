import { type Names, requireNonNegative } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { Conv2D } from './conv2d';
import { ConvBatchNormRelu } from './convBatchNormRelu';
import { Dropout, requireRate } from './dropout';
import { partSeed, resolveUnitOptions, type UnitOptions } from './unit';

/** What the 3×3 units of plain U-Net stages share: they may do without normalisation. */
export interface PlainUnitOptions extends UnitOptions {
  /** Whether a normalisation stands between convolution and ReLU; without, `convBias` and `momentum` mean nothing. @defaultValue `true` */
  batchNorm?: boolean;
  /** Share of the values that is dropped in training behind every unit, from 0 to below 1. @defaultValue `0` */
  dropout?: number;
  /** Weight of the squared 3×3 kernels in the loss, at least 0. @defaultValue `0` */
  l2?: number;
}

/** {@link PlainUnitOptions} with nothing left open. */
export type ResolvedPlainUnitOptions = Required<PlainUnitOptions>;

/** Their names. */
export const plainUnitNames: Names<PlainUnitOptions> = {
  batchNorm: 0,
  dropout: 0,
  l2: 0,
  convBias: 0,
  momentum: 0,
  seed: 0,
};

/** Fills in the defaults and throws on values out of range. */
export function resolvePlainUnitOptions(
  owner: string,
  { batchNorm = true, dropout = 0, l2 = 0, ...unitOptions }: PlainUnitOptions,
): ResolvedPlainUnitOptions {
  requireRate(owner, 'dropout', dropout);
  requireNonNegative(owner, 'l2', l2);
  return { ...resolveUnitOptions(owner, unitOptions), batchNorm, dropout, l2 };
}

/** Makes 3×3 convolutions with ReLU and what the options put beside them: `unit('first', filters)(x)`. */
export const plainUnitsOf =
  ({ batchNorm, dropout, l2, seed, ...shared }: ResolvedPlainUnitOptions) =>
  (name: string, filters: number) =>
  (x: Node): Node => {
    const own = { filters, l2, seed: partSeed(seed, name) };
    const y = batchNorm
      ? node(new ConvBatchNormRelu({ name, ...own, ...shared }))(x)
      : node(new Conv2D({ name: `${name}/conv`, activation: 'relu', ...own }))(x);
    return dropout === 0
      ? y
      : node(new Dropout({ name: `${name}/drop`, rate: dropout, seed: partSeed(own.seed, 'drop') }))(y);
  };
