import * as tf from '@tensorflow/tfjs';

import { libraryVersion } from '../../utils/libraryVersion';
import type { RunState } from '../runState';
import type { CheckpointOptions } from './checkpointStore';
import { packRun, unpackRun } from './packRun';
import { requireSameConfig } from './runConfig';
import type { RunConfig } from './savedRun';

/** Writes the checkpoints of a run when they are due. */
export class Checkpoints {
  private batches = 0;
  private written = performance.now();

  private constructor(
    private readonly options: Required<CheckpointOptions>,
    private readonly state: RunState,
    private readonly config: RunConfig,
  ) {}

  /**
   * Puts the run where its checkpoint is, if there is one.
   *
   * @throws Error if the checkpoint is of another run, or the store cannot be written
   */
  static async open(options: Required<CheckpointOptions>, state: RunState, config: RunConfig): Promise<Checkpoints> {
    const { store, resume } = options;
    const checkpoints = new Checkpoints(options, state, config);
    const packed = resume ? await store.read() : null;
    if (packed) {
      const saved = unpackRun(packed);
      requireSameConfig(saved.config, config, store.name ?? 'the store');
      await state.load(saved);
    }
    if (!state.over) await store.prepare?.(state.bytes);
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
    await this.options.store.write(packRun({ config: this.config, versions, ...(await this.state.save()) }));
    this.batches = 0;
    this.written = performance.now();
  }
}
