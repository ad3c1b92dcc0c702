import type { LabelTable } from '../data/labels/labelTable';
import { isIn, undrawn } from '../data/labels/maskCodes';
import type { Overlap } from './overlap';

/** Counts the overlap of two masks of codes for each label. Pixels that nobody has drawn count nowhere. */
export function countLabels(truth: Uint8Array, prediction: Uint8Array, table: LabelTable): Overlap[] {
  const counts = table.labels.map(() => ({ tp: 0, fp: 0, fn: 0 }));
  for (let i = 0; i < truth.length; i++) {
    const [y, p] = [truth[i]!, prediction[i]!];
    if (y === undrawn || (y === 0 && p === 0)) continue;
    for (const [index, count] of counts.entries()) {
      const isTrue = isIn(table, y, index);
      const isPredicted = isIn(table, p, index);
      if (isTrue && isPredicted) count.tp++;
      else if (isPredicted) count.fp++;
      else if (isTrue) count.fn++;
    }
  }
  return counts;
}
