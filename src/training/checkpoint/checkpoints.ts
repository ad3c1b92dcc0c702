import * as tf from '@tensorflow/tfjs';

import { libraryVersion } from '../../utils/libraryVersion';
import type { RunState } from '../runState';
import type { CheckpointOptions } from './checkpointStore';
import { packRun } from './packRun';
import { requireSameConfig } from './runConfig';
import type { RunConfig, SavedRun } from './savedRun';

/** Writer of a run's checkpoints. */
export class Checkpoints {
  private batches = 0;
  private isNewRun = true;
  private written = performance.now();

  private constructor(
    private readonly options: Required<CheckpointOptions>,
    private readonly state: RunState,
    private readonly config: RunConfig,
  ) {}

  /**
   * Restores the run from its checkpoint, if there is one.
   *
   * @throws Error if the checkpoint belongs to another run, or the store cannot be written
   */
  static async open(
    options: Required<CheckpointOptions>,
    state: RunState,
    { config, saved }: { config: RunConfig; saved: SavedRun | null },
  ): Promise<Checkpoints> {
    const checkpoints = new Checkpoints(options, state, config);
    if (saved) {
      requireSameConfig(saved.config, config, options.store.name ?? 'the store');
      await state.load(saved);
      checkpoints.isNewRun = false;
    }
    return checkpoints;
  }

  async afterBatch(): Promise<void> {
    const { everyBatches, everySeconds } = this.options;
    this.batches++;
    const seconds = (performance.now() - this.written) / 1000;
    const isDue =
      (everyBatches !== null && this.batches >= everyBatches) || (everySeconds !== null && seconds >= everySeconds);
    if (isDue) await this.write();
  }

  async afterEpoch(): Promise<void> {
    const { everyEpochs } = this.options;
    const epochs = this.state.epoch - 1;
    if (this.state.over || (everyEpochs !== null && epochs % everyEpochs === 0)) await this.write();
  }

  async write(): Promise<void> {
    const versions = { 'msa-unet': libraryVersion, tfjs: tf.version.tfjs, backend: tf.getBackend() };
    const packed = packRun({ config: this.config, versions, ...(await this.state.save()) });
    await this.options.store.write(packed, { newRun: this.isNewRun });
    this.isNewRun = false;
    this.batches = 0;
    this.written = performance.now();
  }
}
