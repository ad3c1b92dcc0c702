import type { ConfusionMatrix } from '../metrics/classes/confusionMatrix';
import { requireKnown, requireOneOf } from '../utils/check';
import type { TextTable } from './classTable';

/** Options of {@link confusionTable}. */
export interface ConfusionTableOptions {
  /** Whether cells are numbers of voxels, or per cent of the voxels in their row. @defaultValue `'voxels'` */
  unit?: 'voxels' | 'percent';
}

/**
 * Makes a table of a confusion matrix: a row for each class of the ground truth, a column for each predicted one. Options:
 * {@link ConfusionTableOptions}.
 *
 * @throws OptionError if an option is out of range
 * @example
 * ```ts
 * import { confusionTable } from 'msa-unet';
 *
 * const matrix = { labels: ['background', 'liver'], voxels: [[90, 10], [5, 15]] };
 * console.log(confusionTable(matrix, { unit: 'percent' }).rows[1]); // [ 'liver', '25.00', '75.00' ]
 * ```
 */
export function confusionTable({ labels, voxels }: ConfusionMatrix, options: ConfusionTableOptions = {}): TextTable {
  const { unit = 'voxels', ...others } = options;
  requireKnown<ConfusionTableOptions>('confusionTable', others, { unit });
  requireOneOf('confusionTable', 'unit', unit, ['voxels', 'percent']);
  return {
    head: [`ground truth ↓ prediction →${unit === 'percent' ? ', %' : ''}`, ...labels],
    rows: voxels.map((row, i) => {
      const sum = row.reduce((total, count) => total + count, 0);
      const percent = (count: number) => (sum === 0 ? '–' : ((100 * count) / sum).toFixed(2));
      return [labels[i]!, ...row.map(unit === 'percent' ? percent : String)];
    }),
  };
}
