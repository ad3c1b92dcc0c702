import { Conv2D } from '../layers/conv2d';
import { partSeed } from '../layers/unit';
import { type Names, requireInteger, requireOneOf } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { node } from '../utils/graph';

/** Options of a network's output. */
export interface HeadOptions {
  /** Number of classes: output channels. @defaultValue `1` */
  classes?: number;
  /** Last activation. `null`: sigmoid for one class, softmax for several; `'linear'`: logits. @defaultValue `null` */
  activation?: 'sigmoid' | 'softmax' | 'linear' | null;
}

/** {@link HeadOptions} with every default filled in, as `Conv2D` takes them. */
export interface ResolvedHead {
  filters: number;
  activation: 'sigmoid' | 'softmax' | 'linear';
}

/** Names of {@link HeadOptions}. */
export const headNames: Names<HeadOptions> = { classes: 0, activation: 0 };

/** Fills in the defaults and throws if a value is out of range. */
export function resolveHead(owner: string, { classes = 1, activation = null }: HeadOptions): ResolvedHead {
  requireInteger(owner, 'classes', classes);
  if (activation === null) return { filters: classes, activation: classes === 1 ? 'sigmoid' : 'softmax' };
  requireOneOf(owner, 'activation', activation, ['sigmoid', 'softmax', 'linear']);
  if (activation === 'softmax' && classes === 1)
    throw invalidOption(owner, 'activation', 'sigmoid or linear with one class', activation); // softmax over one class is always 1
  return { filters: classes, activation };
}

/** Makes the usual head, a 1×1 convolution with bias. */
export const pixelHead = (name: string, head: ResolvedHead, seed: number | null) =>
  node(new Conv2D({ name, kernelSize: 1, ...head, seed: partSeed(seed, name) }));
