import type { Node } from '../utils/graph';

/** Options of the encoders of {@link buildDeepLabV3Plus}. */
export interface BackboneOptions {
  /** Size of the image over the size of the last map. */
  outputStride: 8 | 16;
  /** Scales the paper's number of channels. */
  width: (filters: number) => number;
  /** Momentum of the moving averages: the share kept per training step. */
  momentum: number;
  /** Seed from which every block derives its own. */
  seed: number | null;
}

/** Feature maps that {@link buildDeepLabV3Plus} uses. */
export interface Features {
  /** Low-level features at 1/4 of the image's height and width. */
  low: Node;
  /** Deep features at 1/8 or 1/16. */
  high: Node;
}

/** Stride and dilation rate of one block. */
export interface Steps {
  stride: number;
  dilation: number;
}

/**
 * Computes strides and dilation rates of all blocks, stage by stage, such that no map is smaller than `outputStride`
 * allows.
 *
 * A stage that gives up its stride keeps the current rate in its first block and multiplies it by that stride
 * afterwards.
 *
 * @param start size of the image over the size of the map before the first stage
 */
export function stepsOf(
  stages: readonly { blocks: number; stride: number }[],
  { start, outputStride }: { start: number; outputStride: number },
): Steps[][] {
  let [reached, dilation] = [start, 1];
  return stages.map(({ blocks, stride }) => {
    const first = { stride: reached * stride > outputStride ? 1 : stride, dilation };
    if (first.stride < stride) dilation *= stride;
    reached *= first.stride;
    return Array.from({ length: blocks }, (_, i) => (i === 0 ? first : { stride: 1, dilation }));
  });
}
