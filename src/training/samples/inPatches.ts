import type { Sample, Samples } from '../../data/sample';
import { startsAlong } from '../../utils/startsAlong';
import { cropPatch, type PatchSize } from './cropPatch';

/** Height and width of a sample in pixels. */
export type SampleSides = readonly [height: number, width: number];

/**
 * Cuts all samples into patches of one size that cover them, evenly from end to end. Smaller samples are padded with air.
 *
 * @param sides those of each sample
 */
export function inPatches(samples: Samples, sides: readonly SampleSides[], patch: PatchSize): Samples {
  const places = sides.flatMap(([height, width], index) =>
    along(height, patch[0]).flatMap((y) => along(width, patch[1]).map((x) => ({ index, start: [y, x] as const }))),
  );
  let last: { readonly index: number; readonly sample: Sample | Promise<Sample> } | null = null;
  const read = async (i: number) => {
    const { index, start } = places[i]!;
    if (last?.index !== index) last = { index, sample: samples.read(index) };
    return cropPatch(await last.sample, start, patch);
  };
  return { ...samples, length: places.length, read };
}

const along = (side: number, patch: number): number[] => (patch >= side ? [0] : startsAlong(side, patch, 0));
