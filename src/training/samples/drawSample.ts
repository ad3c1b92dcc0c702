import type { Sample, Samples } from '../../data/sample';
import { deriveSeed, Random } from '../../utils/random';
import { inClass } from './classSlices';
import { cropPatch, type PatchSize, startWithin } from './cropPatch';

/** How training samples are drawn. */
export interface SampleDraws {
  /** Height and width of the patches that are cut out of slices. `null`: whole slices. */
  readonly patch: PatchSize | null;
  /** Share of the draws that hold a class which is drawn at random. */
  readonly foreground: number;
  /** Indices of the training samples that hold a class, a list for each class. */
  readonly classSlices: readonly (readonly number[])[];
}

/**
 * Reads the sample of a draw. A share of the draws is replaced by a slice that holds a class, all classes alike, however rare
 * they are; its patch is centred on a random pixel of the class, and other patches lie anywhere. The result depends only on
 * the seed and the draw.
 *
 * @param draw names the draw within the training
 * @see nnU-Net, Isensee et al., 2021, Nature Methods 18, Supplementary Information: a third of the patches hold foreground
 */
export async function drawSample(
  train: Samples,
  index: number,
  { patch, foreground, classSlices }: SampleDraws,
  { seed, draw }: { readonly seed: number; readonly draw: string },
): Promise<Sample> {
  if (patch === null && foreground === 0) return train.read(index);
  const random = new Random(deriveSeed(seed, `draw ${draw}`));
  const present = classSlices.flatMap((slices, one) => (slices.length > 0 ? [one] : []));
  const isForced = random.uniform() < foreground && present.length > 0;
  const chosen = isForced ? present[random.integer(present.length)]! : null;
  const slices = chosen === null ? [index] : classSlices[chosen]!;
  const sample = await train.read(slices[random.integer(slices.length)]!);
  if (patch === null) return sample;
  const isChosen = inClass(train.labels ?? null);
  const centre = chosen === null ? null : pixelOf(sample.mask, (code) => isChosen(code, chosen), random);
  return cropPatch(sample, centre === null ? anywhere(sample, patch, random) : around(sample, patch, centre), patch);
}

/** A random pixel whose code passes. `null`: there is none. */
function pixelOf(mask: Uint8Array, passes: (code: number) => boolean, random: Random): number | null {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => Number(passes(code)));
  const count = mask.reduce((sum, code) => sum + codes[code]!, 0);
  if (count === 0) return null;
  let left = random.integer(count);
  return mask.findIndex((code) => codes[code] === 1 && left-- === 0);
}

type Sides = Pick<Sample, 'height' | 'width'>;

const anywhere = ({ height, width }: Sides, [rows, columns]: PatchSize, random: Random) =>
  [
    startWithin(height, rows, random.integer(Math.max(1, height - rows + 1))),
    startWithin(width, columns, random.integer(Math.max(1, width - columns + 1))),
  ] as const;

const around = ({ height, width }: Sides, [rows, columns]: PatchSize, pixel: number) =>
  [
    startWithin(height, rows, Math.floor(pixel / width) - (rows >> 1)),
    startWithin(width, columns, (pixel % width) - (columns >> 1)),
  ] as const;
