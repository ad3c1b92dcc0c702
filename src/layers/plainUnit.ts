import { type Names, requireNonNegative } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { Conv2D } from './conv2d';
import { ConvBatchNormRelu } from './convBatchNormRelu';
import { Dropout, requireRate } from './dropout';
import { partSeed, resolveUnitOptions, type UnitOptions } from './unit';

/** Options that all 3×3 units of plain U-Net stages share. */
export interface PlainUnitOptions extends UnitOptions {
  /**
   * Whether batch normalisation precedes the ReLU; without it, `convBias` and `momentum` have no effect. @defaultValue
   * `true`
   */
  batchNorm?: boolean;
  /** Dropout rate after every unit, from 0 to below 1. @defaultValue `0` */
  dropout?: number;
  /** L2 penalty: the weight of the squared 3×3 kernels in the loss, at least 0. @defaultValue `0` */
  l2?: number;
}

/** {@link PlainUnitOptions} with every default filled in. */
export type ResolvedPlainUnitOptions = Required<PlainUnitOptions>;

/** Names of {@link PlainUnitOptions}. */
export const plainUnitNames: Names<PlainUnitOptions> = {
  batchNorm: 0,
  dropout: 0,
  l2: 0,
  convBias: 0,
  momentum: 0,
  seed: 0,
};

/** Fills in the defaults and throws if a value is out of range. */
export function resolvePlainUnitOptions(
  owner: string,
  { batchNorm = true, dropout = 0, l2 = 0, ...unitOptions }: PlainUnitOptions,
): ResolvedPlainUnitOptions {
  requireRate(owner, 'dropout', dropout);
  requireNonNegative(owner, 'l2', l2);
  return { ...resolveUnitOptions(owner, unitOptions), batchNorm, dropout, l2 };
}

/** Makes 3×3 units of the given options: `unit('first', filters)(x)`. */
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
