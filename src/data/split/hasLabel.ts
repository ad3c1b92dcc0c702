import { requireOneOf } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import type { CtScan } from '../dataSet';
import { isIn } from '../labels/maskCodes';

/**
 * Whether a label is drawn anywhere in a scan. Reads one slice after the other, up to the first with the label, and none
 * if nobody has drawn it in the scan.
 */
export async function hasLabel({ labels, undrawn, depth, readSlice }: CtScan, name: string): Promise<boolean> {
  const index = labels?.labels.findIndex((label) => label.name === name) ?? -1;
  if (index < 0 || undrawn?.includes(name)) return false;
  const { regions } = labels!;
  for (let slice = 0; slice < depth; slice++) {
    const { mask } = await readSlice(slice);
    if (mask.some((code) => isIn({ regions }, code, index))) return true;
  }
  return false;
}

/** Throws unless the scans have tables of labels, and one of them names the label. */
export function requireLabel(scans: readonly CtScan[], name: string): void {
  const names = new Set(scans.flatMap(({ labels }) => labels?.labels.map((label) => label.name) ?? []));
  if (names.size === 0)
    throw invalidOption('splitDataSet', 'stratify', 'left out for data without a table of `labels`', name, {
      action: 'say with `labels` what is segmented',
      code: 'openDataSet(folder, { labels: { liver: [1, 2], tumour: 2 } })',
    });
  requireOneOf('splitDataSet', 'stratify', name, [...names]);
}
