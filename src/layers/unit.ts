import { type Names, requireRange, requireSeed } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { deriveSeed } from '../utils/random';
import { ConvBatchNormRelu } from './convBatchNormRelu';

/** Options that all {@link ConvBatchNormRelu} units of a block share. */
export interface UnitOptions {
  /**
   * Whether convolutions before a normalisation have a bias; the network computes the same function without.
   * @defaultValue `true`
   */
  convBias?: boolean;
  /** Momentum of the moving averages: the share kept per training step, from 0 to 1. @defaultValue `0.99` */
  momentum?: number;
  /** Seed of the initialisation; every part derives its own from it. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/** {@link UnitOptions} with every default filled in. */
export type ResolvedUnitOptions = Required<UnitOptions>;

/** Names of {@link UnitOptions}. */
export const unitNames: Names<UnitOptions> = { convBias: 0, momentum: 0, seed: 0 };

/** Fills in the defaults and throws if a value is out of range. */
export function resolveUnitOptions(
  owner: string,
  { convBias = true, momentum = 0.99, seed = null }: UnitOptions,
): ResolvedUnitOptions {
  requireRange(owner, 'momentum', momentum, 0, 1);
  requireSeed(owner, seed);
  return { convBias, momentum, seed };
}

/** Derives the seed of the named part; `null` stays `null`. */
export const partSeed = (seed: number | null, name: string): number | null =>
  seed === null ? null : deriveSeed(seed, name);

/** Makes `f_r^k` of the paper: `unit('double1', filters, k, r)(x)`. */
export const unitsOf =
  ({ seed, ...shared }: ResolvedUnitOptions) =>
  (name: string, filters: number, kernelSize: number, dilation = 1): ((x: Node | Node[]) => Node) =>
    node(new ConvBatchNormRelu({ name, filters, kernelSize, dilation, ...shared, seed: partSeed(seed, name) }));
