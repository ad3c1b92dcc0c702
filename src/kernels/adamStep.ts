/** Numbers of one step of Adam. The corrections of the bias are worked into the last two. */
export type AdamStep = {
  beta1: number;
  beta2: number;
  /** η √(1 − β2ᵗ) / (1 − β1ᵗ) */
  rate: number;
  /** ε √(1 − β2ᵗ) */
  epsilon: number;
};
