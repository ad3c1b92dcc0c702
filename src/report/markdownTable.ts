/** A table in Markdown whose columns line up in the source too; `|` in a text is escaped, line ends become spaces. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(plain));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => lengthOf(cells[column] ?? ''))));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '') + ' '.repeat(width - lengthOf(cells[i] ?? ''))).join(' | ')} |\n`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return line(lines[0]!) + rule + lines.slice(1).map(line).join('');
}

const plain = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
const lengthOf = (text: string) => [...text].length;
