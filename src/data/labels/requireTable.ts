import { invalidOption } from '../../utils/errors';
import type { LabelTable } from './labelTable';

/** Throws unless a value is a table of `labelTable`, or of JSON. */
export function requireTable(owner: string, option: string, value: LabelTable): void {
  const { labels, regions, mirrored } = Object(value) as Partial<LabelTable>;
  const isLabel = (label: unknown) => typeof Object(label).name === 'string' && Array.isArray(Object(label).from);
  if (Array.isArray(labels) && labels.every(isLabel) && typeof regions === 'boolean' && Array.isArray(mirrored)) return;
  throw invalidOption(owner, option, 'a table of labels', value, {
    action: 'make one',
    code: 'labelTable({ liver: 1, spleen: 2 })',
  });
}
