import { OptionError } from '../../utils/optionError';
import type { LabelTable } from './labelTable';
import { undrawn } from './maskCodes';

/**
 * Throws unless every value of a mask is a code of the table.
 *
 * @param option name of the option that holds the mask
 * @param name name of the mask for the message
 */
export function requireCodes(owner: string, option: string, mask: Uint8Array, labels: LabelTable, name: string): void {
  const highest = labels.regions ? 2 ** labels.labels.length - 1 : labels.labels.length;
  const isCode = (value: number) => value <= highest || (labels.partial && value === undrawn);
  const wrong = mask.findIndex((value) => !isCode(value));
  if (wrong < 0) return;
  const undrawnToo = labels.partial ? `, or ${undrawn} for pixels that nobody has drawn` : '';
  const expected = `from 0 to ${highest}${undrawnToo}`;
  throw new OptionError({
    owner,
    option,
    expected,
    received: mask[wrong],
    problem: `the mask of ${name} must hold ${expected}; received ${mask[wrong]} (pixel ${wrong} of ${mask.length})`,
    fix: { action: `give each pixel ${labels.regions ? 'a bit per region' : 'the number of its label in the table'}` },
  });
}
