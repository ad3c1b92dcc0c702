/** Makes the error for an option out of range: owner, option, expected and received value. */
export function invalidOption(owner: string, option: string, expected: string, received: unknown): RangeError {
  return new RangeError(`${owner}: \`${option}\` must be ${expected}; received ${show(received)}`);
}

/** Formats a value as JSON, but distinguishes NaN, Infinity and undefined from null. */
export function show(value: unknown): string {
  return typeof value === 'number' || value === undefined ? String(value) : (JSON.stringify(value) ?? String(value));
}
