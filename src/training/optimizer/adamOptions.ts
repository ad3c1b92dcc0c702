import { type Names, requireNonNegative, requirePositive } from '../../utils/check';
import { invalidOption } from '../../utils/errors';

/** Options of {@link fusedAdam}. */
export interface FusedAdamOptions {
  /** Learning rate η, ≥ 0. @defaultValue `1e-3` */
  learningRate?: number;
  /** Decay rate β1 of the gradients' moving average, ≥ 0 and < 1. @defaultValue `0.9` */
  beta1?: number;
  /** Decay rate β2 of the squared gradients' moving average, ≥ 0 and < 1. @defaultValue `0.999` */
  beta2?: number;
  /** Term ε > 0 added to the root of the second moment. @defaultValue `1e-7` */
  epsilon?: number;
  /**
   * Decoupled weight decay λ, ≥ 0 (AdamW): each step also multiplies the weights that it moves by 1 − η λ.
   * @defaultValue `0`
   */
  weightDecay?: number;
}

/** Names of {@link FusedAdamOptions}. */
export const adamOptionNames: Names<FusedAdamOptions> = {
  learningRate: 0,
  beta1: 0,
  beta2: 0,
  epsilon: 0,
  weightDecay: 0,
};

/** Fills in the defaults. Throws OptionError if an option is out of range. */
export function adamOptions({
  learningRate = 1e-3,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
  weightDecay = 0,
}: FusedAdamOptions): Required<FusedAdamOptions> {
  requireNonNegative('fusedAdam', 'learningRate', learningRate);
  requireDecay('beta1', beta1);
  requireDecay('beta2', beta2);
  requirePositive('fusedAdam', 'epsilon', epsilon);
  requireNonNegative('fusedAdam', 'weightDecay', weightDecay);
  return { learningRate, beta1, beta2, epsilon, weightDecay };
}

function requireDecay(option: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw invalidOption('fusedAdam', option, 'at least 0 and below 1', value);
}
