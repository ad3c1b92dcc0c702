/** Direction or position in the patient: (left, back, head) unless noted as NIfTI's (right, front, head). */
export type Vector = readonly [number, number, number];

export function vector(values: readonly number[], from = 0): Vector {
  return [values[from]!, values[from + 1]!, values[from + 2]!];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** Computes a + factor · b. */
export function add(a: Vector, b: Vector, factor = 1): Vector {
  return [a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]];
}

export function scale(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function norm(a: Vector): number {
  return Math.hypot(...a);
}
