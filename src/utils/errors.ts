/** A value outside its range: says who complains, about what, what was expected and what came. */
export function invalidOption(owner: string, option: string, expected: string, received: unknown): RangeError {
  return new RangeError(`${owner}: \`${option}\` must be ${expected}; received ${show(received)}`);
}

/** The value as a reader would write it: JSON, but with NaN, Infinity and undefined kept apart from null. */
export function show(value: unknown): string {
  return typeof value === 'number' || value === undefined ? String(value) : (JSON.stringify(value) ?? String(value));
}
