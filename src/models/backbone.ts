import type { Node } from '../utils/graph';

/** What the encoders of {@link buildDeepLabV3Plus} take. */
export interface BackboneOptions {
  /** How many times smaller the last map is than the image. */
  outputStride: 8 | 16;
  /** Channels of a layer of which the paper has so many. */
  width: (filters: number) => number;
  /** Momentum of the moving averages: the share kept per training step. */
  momentum: number;
  /** Every block draws its own from it. */
  seed: number | null;
}

/** What {@link buildDeepLabV3Plus} takes from an encoder. */
export interface Features {
  /** At a quarter of the image's height and width. */
  low: Node;
  /** At an eighth or a sixteenth. */
  high: Node;
}

/** How the blocks of one stage move over the map. */
export interface Steps {
  stride: number;
  dilation: number;
}

/**
 * Strides and rates of the blocks of all stages, stage by stage, so that no map is smaller than `outputStride` allows.
 *
 * A stage that gives up its stride keeps the rate so far in its first block and doubles it after that.
 *
 * @param start how many times smaller the map in front of the first stage is than the image
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
