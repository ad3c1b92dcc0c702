import * as tf from '@tensorflow/tfjs';

import type { StepLosses } from './trainStep';

/** Sums of losses over samples. */
export interface LossSums {
  loss: number;
  penalty: number;
  samples: number;
}

/**
 * Accumulator of mean losses over an epoch. Losses stay on the device until {@link LossMeter.read}, because waiting for
 * every batch stalls GPU backends.
 */
export class LossMeter {
  private pending: (StepLosses & { samples: number })[] = [];
  private sums: LossSums = { loss: 0, penalty: 0, samples: 0 };

  /** Adds losses and takes ownership of the two tensors. */
  add(losses: StepLosses, samples: number): void {
    this.pending.push({ ...losses, samples });
  }

  /** Reads all pending losses at once and returns the means so far. */
  async read(): Promise<{ loss: number; penalty: number }> {
    const pending = this.pending;
    this.pending = [];
    const tensors = pending.flatMap(({ loss, penalty }) => [loss, penalty]);
    const values = await Promise.all(tensors.map((tensor) => tensor.data())).finally(() => tf.dispose(tensors));
    pending.forEach(({ samples }, i) => {
      this.sums.loss += values[2 * i]![0]! * samples;
      this.sums.penalty += values[2 * i + 1]![0]! * samples;
      this.sums.samples += samples;
    });
    const { loss, penalty, samples } = this.sums;
    return { loss: loss / samples, penalty: penalty / samples };
  }

  /** Returns a copy of the sums read so far. */
  getState(): LossSums {
    return { ...this.sums };
  }

  setState(sums: LossSums): void {
    this.dispose();
    this.sums = { ...sums };
  }

  /** Resets the sums for the next epoch. */
  reset(): void {
    this.setState({ loss: 0, penalty: 0, samples: 0 });
  }

  dispose(): void {
    tf.dispose(this.pending.map(({ loss, penalty }) => [loss, penalty]));
    this.pending = [];
  }
}
