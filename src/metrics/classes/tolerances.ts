import type { LabelTable } from '../../data/labels/labelTable';
import { requireNonNegative } from '../../utils/check';
import { invalidOption } from '../../utils/errors';

/** Tolerance of the NSD in mm, for all labels or by name; `null`: no NSD. */
type Tolerance = number | Readonly<Record<string, number>> | null;

/** Lists the tolerance of each label, or the only one without a table. Throws OptionError unless each is at least 0 and of a label. */
export function tolerancesOf(owner: string, tolerance: Tolerance, table: LabelTable | null): (number | null)[] {
  const labels = table?.labels.map(({ name }) => name) ?? [''];
  if (tolerance === null) return labels.map(() => null);
  if (typeof tolerance !== 'object') {
    requireNonNegative(owner, 'tolerance', tolerance);
    return labels.map(() => tolerance);
  }
  if (!table) throw invalidOption(owner, 'tolerance', 'a number, as names need `labels`', tolerance);
  for (const [name, mm] of Object.entries(tolerance)) {
    if (!labels.includes(name))
      throw invalidOption(owner, 'tolerance', `for labels of the table: ${labels.join(', ')}`, name);
    requireNonNegative(owner, `tolerance.${name}`, mm);
  }
  return labels.map((name) => (Object.hasOwn(tolerance, name) ? tolerance[name]! : null));
}
