/** Computes the two-sided p-value of a standard normal z; relative error below 1e-12 for |z| up to 30. */
export function twoSidedNormal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  return x < 2 ? 1 - errorFunction(x) : complement(x);
}

/** erf(x) as 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, whose terms are all positive. */
function errorFunction(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 − erf(x) for x ≥ 2, by Laplace's continued fraction from its tail. */
function complement(x: number): number {
  let tail = x;
  for (let n = 100; n >= 1; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}
