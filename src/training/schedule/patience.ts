import { requireInteger, requireNonNegative } from '../../utils/check';
import { paperRecipe } from '../paperRecipe';

/** When a run ends because the validation loss no longer falls. */
export interface PatienceOptions {
  /** Epochs in a row without a gain after which it ends. @defaultValue `20` */
  patience?: number;
  /** A loss counts as a gain if it is lower than the lowest so far by more than this, ≥ 0. @defaultValue `0` */
  minDelta?: number;
}

/** Where a {@link Patience} stands. */
export interface PatienceState {
  /** The lowest loss so far that was a gain; infinite at first. */
  best: number;
  /** Epochs in a row without a gain. */
  waited: number;
}

const usual = paperRecipe.earlyStopping;

/** Tells when a loss has not fallen for too long, epoch by epoch, as Keras's `EarlyStopping` does. */
export class Patience {
  /** The options with their defaults. */
  readonly options: Readonly<Required<PatienceOptions>>;
  private state: PatienceState = { best: Number.POSITIVE_INFINITY, waited: 0 };

  /** @throws RangeError if an option is not legal; `owner` is named in it */
  constructor({ patience = usual.patience, minDelta = usual.minDelta }: PatienceOptions, owner = 'earlyStopping') {
    requireInteger(owner, 'patience', patience);
    requireNonNegative(owner, 'minDelta', minDelta);
    this.options = { patience, minDelta };
  }

  /** Whether to end after an epoch of this loss; NaN is no gain. */
  endsAfter(loss: number): boolean {
    const { patience, minDelta } = this.options;
    const { state } = this;
    if (loss < state.best - minDelta) {
      state.best = loss;
      state.waited = 0;
    } else state.waited++;
    return state.waited >= patience;
  }

  /** What a resumed run needs to go on as if never interrupted; a copy. */
  getState(): PatienceState {
    return { ...this.state };
  }

  setState(state: PatienceState): void {
    this.state = { ...state };
  }
}
