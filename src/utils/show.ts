/** The value as a reader would write it: JSON, but with NaN, Infinity and undefined kept apart from null. */
export function show(value: unknown): string {
  return typeof value === 'number' || value === undefined ? String(value) : (JSON.stringify(value) ?? String(value));
}
