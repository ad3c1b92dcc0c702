import { requireInteger, requireKnown, requireNonNegative } from '../../utils/check';
import { paperRecipe } from '../paperRecipe';

/** Options of early stopping. */
export interface PatienceOptions {
  /** Epochs without improvement after which training stops. @defaultValue `20` */
  patience?: number;
  /** Minimum decrease below the lowest loss that counts as an improvement, ≥ 0. @defaultValue `0` */
  minDelta?: number;
}

/** State of a {@link Patience}. */
export interface PatienceState {
  /** Lowest loss that counted as an improvement; infinite at first. */
  best: number;
  /** Epochs since the last improvement. */
  waited: number;
}

const usual = paperRecipe.earlyStopping;

/** Early stopping, epoch by epoch, like Keras's `EarlyStopping`. */
export class Patience {
  /** The options, defaults filled in. */
  readonly options: Readonly<Required<PatienceOptions>>;
  private state: PatienceState = { best: Number.POSITIVE_INFINITY, waited: 0 };

  /** @throws OptionError if an option is out of range; `owner` is named in the message */
  constructor(
    { patience = usual.patience, minDelta = usual.minDelta, ...others }: PatienceOptions,
    owner = 'earlyStopping',
  ) {
    requireKnown<PatienceOptions>(owner, others, { patience, minDelta });
    requireInteger(owner, 'patience', patience);
    requireNonNegative(owner, 'minDelta', minDelta);
    this.options = { patience, minDelta };
  }

  /** Returns whether to stop after an epoch with this loss; NaN does not count as an improvement. */
  endsAfter(loss: number): boolean {
    const { patience, minDelta } = this.options;
    const { state } = this;
    if (loss < state.best - minDelta) {
      state.best = loss;
      state.waited = 0;
    } else state.waited++;
    return state.waited >= patience;
  }

  /** Returns a copy of the state, for resuming. */
  getState(): PatienceState {
    return { ...this.state };
  }

  setState(state: PatienceState): void {
    this.state = { ...state };
  }
}
