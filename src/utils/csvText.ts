/** Field of a CSV table; NaN, `null` and `undefined` are empty. */
export type CsvField = string | number | null | undefined;

/** Formats rows as a CSV table (RFC 4180, lines end in `\n`); texts are quoted if necessary. */
export function csvText(rows: readonly (readonly CsvField[])[]): string {
  return rows.map((row) => `${row.map(textOf).join(',')}\n`).join('');
}

function textOf(field: CsvField): string {
  if (typeof field !== 'string') return Number.isFinite(field) ? String(field) : '';
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
