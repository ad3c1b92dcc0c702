import { requireInteger, requireKnown, requireNonNegative } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { paperRecipe } from '../paperRecipe';

/** Options of reducing the learning rate on a plateau. */
export interface PlateauOptions {
  /** Factor of each reduction, above 0 and below 1. @defaultValue `0.5` */
  factor?: number;
  /** Epochs without improvement after which the learning rate is reduced. @defaultValue `8` */
  patience?: number;
  /** Minimum decrease below the lowest loss that counts as an improvement, ≥ 0. @defaultValue `1e-4` */
  minDelta?: number;
  /** Lower bound of the learning rate, ≥ 0. @defaultValue `0` */
  minLearningRate?: number;
  /** Epochs after a reduction that are not counted. @defaultValue `0` */
  cooldown?: number;
}

/** State of a {@link Plateau}. */
export interface PlateauState {
  /** Lowest loss that counted as an improvement; infinite at first. */
  best: number;
  /** Epochs since the last improvement. */
  waited: number;
  /** Remaining epochs of the cooldown. */
  cooling: number;
}

const usual = paperRecipe.plateau;

/** Learning-rate schedule that reduces the rate on a plateau, epoch by epoch, like Keras's `ReduceLROnPlateau`. */
export class Plateau {
  /** The options, defaults filled in. */
  readonly options: Readonly<Required<PlateauOptions>>;
  private state: PlateauState = { best: Number.POSITIVE_INFINITY, waited: 0, cooling: 0 };

  /** @throws OptionError if an option is out of range; `owner` is named in the message */
  constructor(
    {
      factor = usual.factor,
      patience = usual.patience,
      minDelta = usual.minDelta,
      minLearningRate = usual.minLearningRate,
      cooldown = usual.cooldown,
      ...others
    }: PlateauOptions,
    owner = 'plateau',
  ) {
    this.options = { factor, patience, minDelta, minLearningRate, cooldown };
    requireKnown<PlateauOptions>(owner, others, this.options);
    if (!(factor > 0 && factor < 1)) throw invalidOption(owner, 'factor', 'above 0 and below 1', factor);
    requireInteger(owner, 'patience', patience);
    requireNonNegative(owner, 'minDelta', minDelta);
    requireNonNegative(owner, 'minLearningRate', minLearningRate);
    requireInteger(owner, 'cooldown', cooldown, 0);
  }

  /** Returns the learning rate after an epoch with this loss; NaN does not count as an improvement. */
  next(loss: number, learningRate: number): number {
    const { factor, patience, minDelta, minLearningRate, cooldown } = this.options;
    const { state } = this;
    if (state.cooling > 0) {
      state.cooling--;
      state.waited = 0;
    }
    if (loss < state.best - minDelta) {
      state.best = loss;
      state.waited = 0;
      return learningRate;
    }
    if (state.cooling > 0 || ++state.waited < patience) return learningRate;
    state.waited = 0;
    state.cooling = cooldown;
    return learningRate > minLearningRate ? Math.max(factor * learningRate, minLearningRate) : learningRate;
  }

  /** Returns a copy of the state, for resuming. */
  getState(): PlateauState {
    return { ...this.state };
  }

  setState(state: PlateauState): void {
    this.state = { ...state };
  }
}
