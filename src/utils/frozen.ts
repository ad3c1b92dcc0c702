/** Freezes an object and its values, one level deep. */
export function frozen<T extends object>(object: T): T {
  for (const value of Object.values(object)) Object.freeze(value);
  return Object.freeze(object);
}
