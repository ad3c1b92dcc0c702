import type { Attributes, Kernel, Tensors, Values } from '../kernel';

/**
 * A kernel as a loop over typed arrays, for backends whose memory JavaScript sees.
 *
 * One such pass takes about a nanosecond per element; composed of stock kernels it would take several passes, copy whole
 * inputs (slice, gather), or not exist at all (filter gradients).
 */
export interface HostLoop<I extends Tensors = Tensors, A extends Attributes = Attributes, O extends Tensors = Tensors> {
  readonly kernel: Kernel<I, A, O>;
  /** Whether it computes this call; otherwise stock kernels do. @defaultValue always */
  takes?(inputs: I, attributes: A): boolean;
  outputShapes(inputShapes: number[][], attributes: A): number[][];
  /** Reads the inputs and fills **every** element of the outputs, which hold garbage before. Nothing here is a copy. */
  loop(inputs: Values<I>, outputs: Values<O>, attributes: A): void;
}

/** Infers the types of a loop from its kernel. */
export const hostLoop = <I extends Tensors, A extends Attributes, O extends Tensors>(
  loop: HostLoop<I, A, O>,
): HostLoop<I, A, O> => loop;
