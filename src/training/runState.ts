import type * as tf from '@tensorflow/tfjs';

import { deriveSeed, Random } from '../utils/random';
import { AveragedWeights } from './averagedWeights';
import { BestWeights } from './bestWeights';
import type { Progress, SavedRun } from './checkpoint/savedRun';
import type { EpochRecord, History } from './history';
import { LossMeter } from './lossMeter';
import { readWeights, writeWeights } from './modelWeights';
import { type FusedAdam, fusedAdam } from './optimizer/fusedAdam';
import { loadOptimizer, readOptimizer } from './optimizer/optimizerState';
import { randomLayers } from './randomLayers';
import { type LossPlace, requireFiniteLoss } from './requireFiniteLoss';
import { indicesOf } from './samples/batches';
import type { TrainSettings } from './trainOptions';

/** Whether a run that got so far has nothing left to do. */
export const isOver = ({ ended, records }: Progress, { epochs }: Pick<TrainSettings, 'epochs'>): boolean =>
  ended === 'stopped' || records.length >= epochs;

/** Mutable state of a run, as a checkpoint stores it. */
export class RunState {
  readonly optimizer: FusedAdam;
  /** Losses of the current epoch. */
  readonly meter = new LossMeter();
  private readonly averaged: AveragedWeights | null;
  private readonly best: BestWeights;
  private progress: Progress;
  /** State of the random numbers at the end of the current epoch. */
  private nextOrder: Progress['order'];
  private resumedAt = performance.now();
  /** Whether a loss was not finite. */
  private diverged = false;

  constructor(
    private readonly model: tf.LayersModel,
    private readonly settings: TrainSettings,
  ) {
    const { learningRate, weightDecay, emaDecay } = settings;
    this.optimizer = fusedAdam({ learningRate, weightDecay });
    this.averaged = emaDecay === null ? null : new AveragedWeights(model, emaDecay);
    this.best = new BestWeights(model);
    const order = new Random(deriveSeed(settings.seed, 'order')).getState();
    this.progress = { records: [], bestEpoch: null, ended: null, batch: 0, seconds: 0, order };
    this.nextOrder = order;
  }

  /** Keeps the weights that the run starts from, to return to if a loss is not finite before an epoch is complete. */
  async start(): Promise<void> {
    this.best.keep(await readWeights(this.model));
  }

  /** Current epoch, from 1. */
  get epoch(): number {
    return this.progress.records.length + 1;
  }

  /** Batches done in the current epoch. */
  get batch(): number {
    return this.progress.batch;
  }

  /** Whether the run is complete. */
  get over(): boolean {
    return isOver(this.progress, this.settings);
  }

  /** Duration of the current epoch in seconds, including time before an interruption. */
  get seconds(): number {
    return this.progress.seconds + (performance.now() - this.resumedAt) / 1000;
  }

  get history(): History {
    const { records, bestEpoch, ended } = this.progress;
    return { epochs: records, bestEpoch, ended: this.over ? (ended ?? 'done') : 'aborted' };
  }

  /** Lists the indices of the remaining training samples of the current epoch, in their random order. */
  samplesLeft(): number[] {
    const random = new Random(0);
    random.setState(this.progress.order);
    const order = random.shuffle(indicesOf(this.settings.train));
    this.nextOrder = random.getState();
    return order.slice(this.batch * this.settings.batchSize);
  }

  /**
   * Reads the mean losses of the current epoch so far.
   *
   * @throws Error if one is not finite; at the {@link RunState.end}, the model then gets the best weights, or else the last
   * good ones
   */
  async readLosses(): Promise<{ loss: number; penalty: number }> {
    const means = await this.meter.read();
    const sums = this.meter.getState(); // 0 before the first batch
    this.requireFinite(sums.loss, 'loss');
    this.requireFinite(sums.penalty, 'penalty');
    return means;
  }

  private requireFinite(loss: number, name: LossPlace['name']): void {
    this.diverged ||= !Number.isFinite(loss);
    requireFiniteLoss(loss, { epoch: this.epoch, batch: this.batch, name });
  }

  /** Counts a batch after its step. */
  countBatch(): void {
    this.progress = { ...this.progress, batch: this.batch + 1 };
    this.averaged?.update(this.optimizer.iterations);
  }

  /** Calls `work` while the model has the weights that are validated and kept: the averaged ones, if there are any. */
  async withKeptWeights<T>(work: () => Promise<T>): Promise<T> {
    return this.averaged ? this.averaged.during(work) : work();
  }

  /** Ends the current epoch and adds its record. */
  async endEpoch(record: EpochRecord): Promise<void> {
    const { plateau, earlyStopping } = this.settings;
    this.requireFinite(record.valLoss, 'validation loss');
    const isBest = await this.best.offer(record.valLoss);
    const stops = earlyStopping?.endsAfter(record.valLoss) ?? false;
    if (plateau) this.optimizer.learningRate = plateau.next(record.valLoss, this.optimizer.learningRate);
    const records = [...this.progress.records, record];
    this.progress = {
      records,
      bestEpoch: isBest ? record.epoch : this.progress.bestEpoch,
      ended: stops && records.length < this.settings.epochs ? 'stopped' : null,
      ...{ batch: 0, seconds: 0, order: this.nextOrder },
    };
    this.resumedAt = performance.now();
    this.meter.reset();
  }

  /** Returns the state as a checkpoint stores it. */
  async save(): Promise<Omit<SavedRun, 'config' | 'versions'>> {
    const { plateau, earlyStopping, augmentation } = this.settings;
    await this.readLosses();
    const best = this.best.getState();
    const optimizer = await readOptimizer(this.optimizer);
    const weights = await readWeights(this.model);
    if (!weights.every((values) => values.every(Number.isFinite))) this.requireFinite(Number.NaN, 'weights');
    this.best.keep(weights);
    return {
      progress: { ...this.progress, seconds: this.seconds },
      states: {
        meter: this.meter.getState(),
        learningRate: this.optimizer.learningRate,
        plateau: plateau?.getState() ?? null,
        earlyStopping: earlyStopping?.getState() ?? null,
        augmentation: augmentation?.getState() ?? null,
        layers: randomLayers(this.model).map((layer) => layer.getState()),
        optimizer: optimizer.tensors,
        bestLoss: best.loss,
      },
      weights,
      best: best.values,
      averages: (await this.averaged?.read()) ?? [],
      optimizer: optimizer.values,
    };
  }

  /** Restores a state of {@link RunState.save} from a run of the same configuration. */
  async load({ progress, states, weights, best, averages, optimizer }: SavedRun): Promise<void> {
    const { plateau, earlyStopping, augmentation } = this.settings;
    this.progress = progress;
    this.resumedAt = performance.now();
    this.meter.setState(states.meter);
    plateau?.setState(states.plateau!);
    earlyStopping?.setState(states.earlyStopping!);
    augmentation?.setState(states.augmentation!);
    for (const [i, layer] of randomLayers(this.model).entries()) layer.setState(states.layers[i]!);
    this.best.setState({ loss: states.bestLoss, values: best });
    writeWeights(this.model, weights);
    this.averaged?.restore(averages);
    await loadOptimizer(this.optimizer, { tensors: states.optimizer, values: optimizer });
    this.optimizer.learningRate = states.learningRate;
  }

  /**
   * Ends the run and frees everything. The model gets the weights of its best epoch; without one, those it has, or the last
   * good ones after a loss that is not finite.
   */
  end(): void {
    if (this.diverged) this.best.restoreGood();
    else this.best.restore();
    this.meter.dispose();
    this.averaged?.dispose();
    this.optimizer.dispose();
  }
}
