import { requirePositive, requireRange, requireSeed } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import { ConvBatchNormRelu, type ConvBatchNormReluOptions } from './convBatchNormRelu';
import { partSeed } from './unit';

/** What the units of a backbone share: no biases, and as many zeros on all sides. */
export interface BackboneUnitOptions {
  /** Added to the variance before the square root. @defaultValue `1e-3` */
  epsilon?: number;
  /** How much of its moving averages a normalisation keeps per step, 0 to 1. @defaultValue `0.99` */
  momentum?: number;
  /** Seed of the initialisation; every part draws its own from it. `null`: a new draw every time. @defaultValue `null` */
  seed?: number | null;
}

/** {@link BackboneUnitOptions} with nothing left open. */
export type ResolvedBackboneUnitOptions = Required<BackboneUnitOptions>;

/** Fills in the defaults and throws on values out of range. */
export function resolveBackboneUnitOptions(
  owner: string,
  { epsilon = 1e-3, momentum = 0.99, seed = null }: BackboneUnitOptions,
): ResolvedBackboneUnitOptions {
  requirePositive(owner, 'epsilon', epsilon, 1);
  requireRange(owner, 'momentum', momentum, 0, 1);
  requireSeed(owner, seed);
  return { epsilon, momentum, seed };
}

/** Makes units of PyTorch's geometry: `unit('expand', { filters, kernelSize: 1 })(x)`. */
export const backboneUnitsOf =
  ({ seed, ...shared }: ResolvedBackboneUnitOptions) =>
  (name: string, own: ConvBatchNormReluOptions): ((x: Node | Node[]) => Node) =>
    node(
      new ConvBatchNormRelu({
        name,
        padding: 'symmetric',
        convBias: false,
        ...shared,
        ...own,
        seed: partSeed(seed, name),
      }),
    );

/** Throws unless a block that adds its input leaves the shape as it is. */
export function requireIdentity(owner: string, x: Node, stride: number, filters: number): void {
  if (stride > 1 || x.shape[3] !== filters)
    throw invalidOption(owner, 'shortcut', 'conv where stride or channels change the shape', 'identity');
}
