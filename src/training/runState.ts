import type * as tf from '@tensorflow/tfjs';

import { deriveSeed, Random } from '../utils/random';
import { BestWeights } from './bestWeights';
import type { Progress, SavedRun } from './checkpoint/savedRun';
import type { EpochRecord, History } from './history';
import { LossMeter } from './lossMeter';
import { readWeights, writeWeights } from './modelWeights';
import { type FusedAdam, fusedAdam } from './optimizer/fusedAdam';
import { loadOptimizer, readOptimizer } from './optimizer/optimizerState';
import { randomLayers } from './randomLayers';
import { indicesOf } from './samples/batches';
import type { TrainSettings } from './trainOptions';

/** All of a run that changes while it goes on, and that a checkpoint therefore holds. */
export class RunState {
  readonly optimizer: FusedAdam;
  /** Losses of the epoch under way. */
  readonly meter = new LossMeter();
  private readonly best: BestWeights;
  private progress: Progress;
  /** Where the random numbers will stand when the epoch under way has ended. */
  private nextOrder: Progress['order'];
  private resumedAt = performance.now();

  constructor(
    private readonly model: tf.LayersModel,
    private readonly settings: TrainSettings,
  ) {
    this.optimizer = fusedAdam({ learningRate: settings.learningRate });
    this.best = new BestWeights(model);
    const order = new Random(deriveSeed(settings.seed, 'order')).getState();
    this.progress = { records: [], bestEpoch: null, ended: null, batch: 0, seconds: 0, order };
    this.nextOrder = order;
  }

  /** The epoch under way, from 1. */
  get epoch(): number {
    return this.progress.records.length + 1;
  }

  /** Batches done of the epoch under way. */
  get batch(): number {
    return this.progress.batch;
  }

  /** Whether there is nothing left to do. */
  get over(): boolean {
    const { ended, records } = this.progress;
    return ended === 'stopped' || records.length >= this.settings.epochs;
  }

  /** Seconds that the epoch under way has taken, before an interruption too. */
  get seconds(): number {
    return this.progress.seconds + (performance.now() - this.resumedAt) / 1000;
  }

  get history(): History {
    const { records, bestEpoch, ended } = this.progress;
    return { epochs: records, bestEpoch, ended: this.over ? (ended ?? 'done') : 'aborted' };
  }

  /** Bytes of a checkpoint, about: four numbers per weight, as two are the optimizer's. */
  get bytes(): number {
    return 16 * this.model.countParams() + 10_000;
  }

  /** The indices of the training samples that are left of the epoch under way, in their random order. */
  samplesLeft(): number[] {
    const random = new Random(0);
    random.setState(this.progress.order);
    const order = random.shuffle(indicesOf(this.settings.train));
    this.nextOrder = random.getState();
    return order.slice(this.batch * this.settings.batchSize);
  }

  countBatch(): void {
    this.progress = { ...this.progress, batch: this.batch + 1 };
  }

  /** Ends the epoch under way: takes in what it brought. */
  async endEpoch(record: EpochRecord): Promise<void> {
    const { plateau, earlyStopping } = this.settings;
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

  /** All of it, as a checkpoint keeps it. */
  async save(): Promise<Pick<SavedRun, 'progress' | 'states' | 'weights' | 'best' | 'optimizer'>> {
    const { plateau, earlyStopping, augmentation } = this.settings;
    await this.meter.read();
    const best = this.best.getState();
    const optimizer = await readOptimizer(this.optimizer);
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
      weights: await readWeights(this.model),
      best: best.values,
      optimizer: optimizer.values,
    };
  }

  /** Goes on from what {@link RunState.save} returned for a run of the same configuration. */
  async load({ progress, states, weights, best, optimizer }: SavedRun): Promise<void> {
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
    await loadOptimizer(this.optimizer, { tensors: states.optimizer, values: optimizer });
    this.optimizer.learningRate = states.learningRate;
  }

  /** Ends the run: the model gets the weights of its best epoch, all else is freed. */
  end(): void {
    this.best.restore();
    this.meter.dispose();
    this.optimizer.dispose();
  }
}
