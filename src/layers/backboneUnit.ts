import { requirePositive, requireRange, requireSeed } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import { ConvBatchNormRelu, type ConvBatchNormReluOptions } from './convBatchNormRelu';
import { partSeed } from './unit';

/** Options that all units of a backbone share. The units have no bias and pad symmetrically. */
export interface BackboneUnitOptions {
  /** Added to the variance before the square root. @defaultValue `1e-3` */
  epsilon?: number;
  /** Momentum of the moving averages: the share kept per training step, from 0 to 1. @defaultValue `0.99` */
  momentum?: number;
  /** Seed of the initialisation; every part derives its own from it. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/** {@link BackboneUnitOptions} with every default filled in. */
export type ResolvedBackboneUnitOptions = Required<BackboneUnitOptions>;

/** Fills in the defaults and throws if a value is out of range. */
export function resolveBackboneUnitOptions(
  owner: string,
  { epsilon = 1e-3, momentum = 0.99, seed = null }: BackboneUnitOptions,
): ResolvedBackboneUnitOptions {
  requirePositive(owner, 'epsilon', epsilon, 1);
  requireRange(owner, 'momentum', momentum, 0, 1);
  requireSeed(owner, seed);
  return { epsilon, momentum, seed };
}

/** Makes units with PyTorch's padding: `unit('expand', { filters, kernelSize: 1 })(x)`. */
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

/** Throws unless a block with an identity shortcut preserves its input's shape. */
export function requireIdentity(owner: string, x: Node, stride: number, filters: number): void {
  if (stride > 1 || x.shape[3] !== filters)
    throw invalidOption(owner, 'shortcut', 'conv where stride or channels change the shape', 'identity');
}
