import { CtFileError } from '../../data/ctFileError';
import type { LabelTable } from '../../data/labels/labelTable';
import { show } from '../../utils/errors';
import type { NamedLabels } from './datasetJson';

/**
 * Gives the regions of a table the numbers of nnU-Net's `regions_class_order`. nnU-Net writes regions in the order of its
 * labels, which becomes the `regionOrder` of the table. Exclusive labels have none.
 *
 * @throws CtFileError unless each region gets a number of its own
 */
export function withRegionNumbers(table: LabelTable, { file, regionNumbers: given }: NamedLabels): LabelTable {
  const { labels, regions, ignore, partial, ...rest } = table;
  if (!regions || given === null) return table;
  const numbers: readonly unknown[] = Array.isArray(given) ? given : [];
  const isNumber = (one: unknown): one is number => Number.isSafeInteger(one) && Number(one) > 0 && one !== ignore;
  if (numbers.length !== labels.length || !numbers.every(isNumber) || new Set(numbers).size < labels.length)
    throw new CtFileError(
      file.name,
      `regions_class_order must have a number above 0 for each of the regions ${labels.map(({ name }) => name).join(', ')}, no number twice; received ${show(given)}`,
    );
  return {
    labels: labels.map((label, i) => ({ ...label, value: numbers[i]! })),
    regions,
    ...rest,
    regionOrder: labels.map(({ name }) => name),
    ignore,
    partial,
  };
}
