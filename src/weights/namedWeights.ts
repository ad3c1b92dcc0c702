/** Array of a weights file. */
export interface WeightArray {
  /** Shape; empty for a scalar. */
  readonly shape: readonly number[];
  /** Values in row-major order. */
  readonly data: Float32Array;
}

/** Arrays of a weights file by name. */
export type NamedWeights = ReadonlyMap<string, WeightArray>;

/** Computes the number of values of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Returns whether the value is a shape whose bytes can be counted. */
export const isShape = (shape: unknown): shape is number[] =>
  Array.isArray(shape) &&
  shape.every((n) => Number.isSafeInteger(n) && n >= 0) &&
  Number.isSafeInteger(8 * shape.reduce((product, n) => product * Math.max(n, 1), 1));
