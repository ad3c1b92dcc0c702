import { type Names, requireRange, requireSeed } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { deriveSeed } from '../utils/random';
import { ConvBatchNormRelu } from './convBatchNormRelu';

/** What all units {@link ConvBatchNormRelu} inside a block share. */
export interface UnitOptions {
  /** Whether convolutions in front of a normalisation have a bias; without, the function is the same. @defaultValue `true` */
  convBias?: boolean;
  /** How much of its moving averages a normalisation keeps per step, 0 to 1. @defaultValue `0.99` */
  momentum?: number;
  /** Seed of the initialisation; every part draws its own from it. `null`: a new draw every time. @defaultValue `null` */
  seed?: number | null;
}

/** {@link UnitOptions} with nothing left open. */
export type ResolvedUnitOptions = Required<UnitOptions>;

/** Their names. */
export const unitNames: Names<UnitOptions> = { convBias: 0, momentum: 0, seed: 0 };

/** Fills in the defaults and throws on values out of range. */
export function resolveUnitOptions(
  owner: string,
  { convBias = true, momentum = 0.99, seed = null }: UnitOptions,
): ResolvedUnitOptions {
  requireRange(owner, 'momentum', momentum, 0, 1);
  requireSeed(owner, seed);
  return { convBias, momentum, seed };
}

/** A seed for the part of that name; no seed stays no seed. */
export const partSeed = (seed: number | null, name: string): number | null =>
  seed === null ? null : deriveSeed(seed, name);

/** Makes `f_r^k` of the paper: `unit('double1', filters, k, r)(x)`. */
export const unitsOf =
  ({ seed, ...shared }: ResolvedUnitOptions) =>
  (name: string, filters: number, kernelSize: number, dilation = 1): ((x: Node | Node[]) => Node) =>
    node(new ConvBatchNormRelu({ name, filters, kernelSize, dilation, ...shared, seed: partSeed(seed, name) }));
