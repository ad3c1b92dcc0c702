import * as tf from '@tensorflow/tfjs';

import type { StepLosses } from './trainStep';

/**
 * Means of losses over the samples of an epoch. The losses stay on the device until {@link LossMeter.read}, because
 * waiting for every batch stalls GPU backends.
 */
export class LossMeter {
  private pending: (StepLosses & { samples: number })[] = [];
  private sums = { loss: 0, penalty: 0 };
  private samples = 0;

  /** Takes the two tensors over. */
  add(losses: StepLosses, samples: number): void {
    this.pending.push({ ...losses, samples });
  }

  /** Reads what is pending and returns the means so far. */
  async read(): Promise<{ loss: number; penalty: number }> {
    const pending = this.pending;
    this.pending = [];
    for (const { loss, penalty, samples } of pending) {
      this.sums.loss += (await loss.data())[0]! * samples;
      this.sums.penalty += (await penalty.data())[0]! * samples;
      this.samples += samples;
      tf.dispose([loss, penalty]);
    }
    return { loss: this.sums.loss / this.samples, penalty: this.sums.penalty / this.samples };
  }

  dispose(): void {
    tf.dispose(this.pending.map(({ loss, penalty }) => [loss, penalty]));
    this.pending = [];
  }
}
