import { channelsOf, type LabelTable } from './labelTable';
import { requireTable } from './requireTable';

/** What a network must put out for a {@link LabelTable}; options of every builder. */
export interface LabelOutput {
  /** Number of channels: 1 for a single label, one per region, or one per class with the background. */
  readonly classes: number;
  /** Sigmoids for a single label and for regions, a softmax for exclusive classes. */
  readonly activation: 'sigmoid' | 'softmax';
}

/**
 * Returns the options that build a network for a table of labels.
 *
 * @throws OptionError if it is not a table of {@link labelTable}
 * @example
 * ```ts
 * import { buildUnet, labelTable, outputFor } from 'msa-unet';
 *
 * const labels = labelTable({ liver: 1, spleen: 2 });
 * const model = buildUnet([null, null, 1], { baseFilters: 4, depth: 2, ...outputFor(labels) });
 * console.log(outputFor(labels), model.outputs[0]!.shape.at(-1)); // { classes: 3, activation: 'softmax' } 3
 * ```
 */
export function outputFor(labels: LabelTable): LabelOutput {
  requireTable('outputFor', 'labels', labels);
  const classes = channelsOf(labels);
  return { classes, activation: labels.regions || classes === 1 ? 'sigmoid' : 'softmax' };
}
