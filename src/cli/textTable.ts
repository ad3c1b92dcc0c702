/** Rows of cells in columns; columns of numbers are aligned to the right. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => rows.reduce((most, row) => Math.max(most, row[i]!.length), 0));
  const isNumber = rows[0]!.map((_, i) => rows.slice(1).some((row) => /^[-–\d]/.test(row[i]!)));
  const cell = (text: string, i: number) => (isNumber[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!));
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
