/**
 * Makes a Markdown table whose columns are aligned in the source; `|` in a text is escaped, line breaks become spaces.
 *
 * @example
 * ```ts
 * import { markdownTable } from 'msa-unet';
 *
 * const [header] = markdownTable(['Network', 'DSC'], [['MSA-UNet', '98.00']]).split('\n');
 * console.log(header); // | Network  | DSC   |
 * ```
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(plain));
  const widths = head.map((_, column) =>
    lines.reduce((most, cells) => Math.max(most, lengthOf(cells[column] ?? '')), 3),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '') + ' '.repeat(width - lengthOf(cells[i] ?? ''))).join(' | ')} |\n`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return line(lines[0]!) + rule + lines.slice(1).map(line).join('');
}

const plain = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
const lengthOf = (text: string) => [...text].length;
