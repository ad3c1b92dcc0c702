import type { Attributes, Kernel, Tensors, Values } from '../kernel';

/**
 * A kernel as a loop over typed arrays, for backends whose memory JavaScript can access.
 *
 * One pass takes about a nanosecond per element. Stock kernels would take several passes, copy whole inputs (slice,
 * gather), or do not exist at all (filter gradients).
 */
export interface HostLoop<I extends Tensors = Tensors, A extends Attributes = Attributes, O extends Tensors = Tensors> {
  readonly kernel: Kernel<I, A, O>;
  /** Whether the loop handles the call; otherwise stock kernels do. @defaultValue always */
  takes?(inputs: I, attributes: A): boolean;
  outputShapes(inputShapes: number[][], attributes: A): number[][];
  /**
   * Reads the inputs and fills **every** element of the outputs, which are uninitialised. The arrays are the tensors'
   * own memory, so inputs must not be changed.
   */
  loop(inputs: Values<I>, outputs: Values<O>, attributes: A): void;
}

/** Defines a host loop, with its types inferred from the kernel. */
export const hostLoop = <I extends Tensors, A extends Attributes, O extends Tensors>(
  loop: HostLoop<I, A, O>,
): HostLoop<I, A, O> => loop;
