/** A field of a CSV table; no number, NaN as JSON has it or none at all is an empty field. */
export type CsvField = string | number | null | undefined;

/** Rows as a CSV table (RFC 4180, lines end in `\n`): texts are quoted where they must be. */
export function csvText(rows: readonly (readonly CsvField[])[]): string {
  return rows.map((row) => `${row.map(textOf).join(',')}\n`).join('');
}

function textOf(field: CsvField): string {
  if (typeof field !== 'string') return Number.isFinite(field) ? String(field) : '';
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
