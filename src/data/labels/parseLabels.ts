import { invalidOption } from '../../utils/errors';
import type { LabelSource, Labels } from './labelTable';

/**
 * Reads labels as a command line has them: a name, and its numbers or segment names with commas between.
 *
 * @throws OptionError for a text without a name or numbers, or a name that comes twice
 * @example
 * ```ts
 * import { labelTable, parseLabels } from 'msa-unet';
 *
 * const labels = parseLabels(['liver=1,2', 'tumour=2']);
 * console.log(labels, labelTable(labels).regions); // { liver: [ 1, 2 ], tumour: [ 2 ] } true
 * ```
 */
export function parseLabels(texts: readonly string[]): Labels {
  const entries = texts.map((text): readonly [string, LabelSource[]] => {
    const [, name = '', sources = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    const parts = sources.split(',').map((part) => part.trim());
    if (name.trim() === '' || parts.includes(''))
      throw invalidOption('parseLabels', 'labels', 'a name and its numbers, such as liver=1,2', text);
    return [name.trim(), parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part))];
  });
  const twice = entries.find(([name], i) => entries.some(([other], k) => k < i && other === name));
  if (twice) throw invalidOption('parseLabels', 'labels', 'given once for each name', `${twice[0]} twice`);
  return Object.fromEntries(entries);
}
