import { invalidOption } from '../../utils/errors';
import { channelsOf, type LabelTable } from './labelTable';
import { codeOf } from './maskCodes';
import { requireTable } from './requireTable';

/**
 * Turns the probabilities of a network into a mask as {@link Sample} holds it: the most probable class of each pixel, or a
 * bit for every region above the threshold.
 *
 * @param probabilities one per channel of each pixel, row by row, as {@link predictSamples} returns them
 * @param threshold a single label and regions are where the probability is above it
 * @throws OptionError if there is not one probability for each channel of the table
 * @example
 * ```ts
 * import { labelTable, maskOfProbabilities } from 'msa-unet';
 *
 * const organs = labelTable({ liver: 1, spleen: 2 });
 * console.log([...maskOfProbabilities([0.2, 0.1, 0.7, 0.5, 0.4, 0.1], organs)]); // [ 2, 0 ]
 * ```
 */
export function maskOfProbabilities(probabilities: ArrayLike<number>, labels: LabelTable, threshold = 0.5): Uint8Array {
  requireTable('maskOfProbabilities', 'labels', labels);
  const channels = channelsOf(labels);
  if (probabilities.length % channels !== 0)
    throw invalidOption('maskOfProbabilities', 'probabilities', `${channels} per pixel`, probabilities.length);
  const isExclusive = channels > labels.labels.length;
  const pixelOf = (start: number) =>
    isExclusive ? largest(probabilities, start, channels) : above(probabilities, start, labels, threshold);
  return Uint8Array.from({ length: probabilities.length / channels }, (_, i) => pixelOf(i * channels));
}

function largest(probabilities: ArrayLike<number>, start: number, channels: number): number {
  let best = 0;
  for (let channel = 1; channel < channels; channel++)
    if (probabilities[start + channel]! > probabilities[start + best]!) best = channel;
  return best;
}

function above(probabilities: ArrayLike<number>, start: number, table: LabelTable, threshold: number): number {
  let code = 0;
  for (const index of table.labels.keys()) if (probabilities[start + index]! > threshold) code |= codeOf(table, index);
  return code;
}
