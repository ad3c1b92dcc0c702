import { requireInteger, requireNonNegative } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { paperRecipe } from '../paperRecipe';

/** How the learning rate falls when the validation loss no longer does. */
export interface PlateauOptions {
  /** What the learning rate is multiplied by, above 0 and below 1. @defaultValue `0.5` */
  factor?: number;
  /** Epochs in a row without a gain after which it falls. @defaultValue `8` */
  patience?: number;
  /** A loss counts as a gain if it is lower than the lowest so far by more than this, ≥ 0. @defaultValue `1e-4` */
  minDelta?: number;
  /** The learning rate never falls below this, ≥ 0. @defaultValue `0` */
  minLearningRate?: number;
  /** Epochs after a fall that are not counted. @defaultValue `0` */
  cooldown?: number;
}

/** Where a {@link Plateau} stands. */
export interface PlateauState {
  /** The lowest loss so far that was a gain; infinite at first. */
  best: number;
  /** Epochs in a row without a gain. */
  waited: number;
  /** Epochs of the cooldown that are left. */
  cooling: number;
}

const usual = paperRecipe.plateau;

/** Lowers a learning rate when a loss no longer falls, epoch by epoch, as Keras's `ReduceLROnPlateau` does. */
export class Plateau {
  /** The options with their defaults. */
  readonly options: Readonly<Required<PlateauOptions>>;
  private state: PlateauState = { best: Number.POSITIVE_INFINITY, waited: 0, cooling: 0 };

  /** @throws RangeError if an option is not legal; `owner` is named in it */
  constructor(
    {
      factor = usual.factor,
      patience = usual.patience,
      minDelta = usual.minDelta,
      minLearningRate = usual.minLearningRate,
      cooldown = usual.cooldown,
    }: PlateauOptions,
    owner = 'plateau',
  ) {
    if (!(factor > 0 && factor < 1)) throw invalidOption(owner, 'factor', 'above 0 and below 1', factor);
    requireInteger(owner, 'patience', patience);
    requireNonNegative(owner, 'minDelta', minDelta);
    requireNonNegative(owner, 'minLearningRate', minLearningRate);
    requireInteger(owner, 'cooldown', cooldown, 0);
    this.options = { factor, patience, minDelta, minLearningRate, cooldown };
  }

  /** The learning rate to go on with after an epoch of this loss; NaN is no gain. */
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

  /** What a resumed run needs to go on as if never interrupted; a copy. */
  getState(): PlateauState {
    return { ...this.state };
  }

  setState(state: PlateauState): void {
    this.state = { ...state };
  }
}
