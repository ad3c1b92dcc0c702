import { OptionError } from '../../utils/optionError';
import type { SliceRef } from '../dataSet';
import type { LabelTable } from './labelTable';

/**
 * Returns the label table of the scans of slices; `null` if they have none.
 *
 * @throws OptionError if scans have different tables
 */
export function commonLabels(owner: string, slices: readonly SliceRef[]): LabelTable | null {
  const scans = [...new Set(slices.map(({ scan }) => scan))];
  const labels = scans[0]?.labels ?? null;
  const text = JSON.stringify(labels);
  const other = scans.find((scan) => JSON.stringify(scan.labels ?? null) !== text);
  if (!other) return labels;
  throw new OptionError({
    owner,
    option: 'slices',
    expected: 'of scans with the same labels',
    received: namesOf(other.labels),
    problem: `${scans[0]!.name} has the labels ${namesOf(labels)}, ${other.name} has ${namesOf(other.labels)}`,
    fix: { action: 'mix the data sets with `mixDataSets`, which gives them one table' },
  });
}

const namesOf = (labels: LabelTable | null | undefined): string =>
  labels ? labels.labels.map(({ name }) => name).join(', ') : 'liver only';
