/** Formats a value as JSON, but distinguishes NaN, Infinity and undefined from null. */
export function show(value: unknown): string {
  return typeof value === 'number' || value === undefined ? String(value) : (JSON.stringify(value) ?? String(value));
}
