/** Coefficients of one Adam step; `rate` and `epsilon` include the bias correction. */
export type AdamStep = {
  beta1: number;
  beta2: number;
  /** η √(1 − β2ᵗ) / (1 − β1ᵗ) */
  rate: number;
  /** ε √(1 − β2ᵗ) */
  epsilon: number;
  /** Factor of the old weight, 1 − η λ: 1 without weight decay. */
  keep: number;
};
