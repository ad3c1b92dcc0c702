import { Conv2D } from '../layers/conv2d';
import { partSeed } from '../layers/unit';
import { type Names, requireInteger, requireOneOf } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { node } from '../utils/graph';

/** What comes out of a network. */
export interface HeadOptions {
  /** Number of masks. @defaultValue `1` */
  classes?: number;
  /** Last activation; `null`: sigmoid for one class, softmax for more; `'linear'`: logits. @defaultValue `null` */
  activation?: 'sigmoid' | 'softmax' | 'linear' | null;
}

/** {@link HeadOptions} with nothing left open, as `Conv2D` takes it. */
export interface ResolvedHead {
  filters: number;
  activation: 'sigmoid' | 'softmax' | 'linear';
}

/** Their names. */
export const headNames: Names<HeadOptions> = { classes: 0, activation: 0 };

/** Fills in the defaults and throws on values out of range. */
export function resolveHead(owner: string, { classes = 1, activation = null }: HeadOptions): ResolvedHead {
  requireInteger(owner, 'classes', classes);
  if (activation === null) return { filters: classes, activation: classes === 1 ? 'sigmoid' : 'softmax' };
  requireOneOf(owner, 'activation', activation, ['sigmoid', 'softmax', 'linear']);
  if (activation === 'softmax' && classes === 1)
    throw invalidOption(owner, 'activation', 'sigmoid or linear with one class', activation); // it is always 1
  return { filters: classes, activation };
}

/** The usual head: a 1×1 convolution with bias. */
export const pixelHead = (name: string, head: ResolvedHead, seed: number | null) =>
  node(new Conv2D({ name, kernelSize: 1, ...head, seed: partSeed(seed, name) }));
