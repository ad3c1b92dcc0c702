/** An array of a weights file. */
export interface WeightArray {
  /** Length of every side; none for a single number. */
  readonly shape: readonly number[];
  /** The values, the last side running fastest. */
  readonly data: Float32Array;
}

/** What a weights file holds, by the names that it was saved under. */
export type NamedWeights = ReadonlyMap<string, WeightArray>;

/** Number of values of an array. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Whether these can be lengths of sides, of an array whose bytes can be counted. */
export const isShape = (shape: unknown): shape is number[] =>
  Array.isArray(shape) &&
  shape.every((n) => Number.isSafeInteger(n) && n >= 0) &&
  Number.isSafeInteger(8 * shape.reduce((product, n) => product * Math.max(n, 1), 1));
