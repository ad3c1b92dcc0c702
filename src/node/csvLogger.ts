import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import type { FitLogs } from '../training/callbacks/monitor';
import type { EpochRecord } from '../training/history';
import { type EpochValues, valuesOfLogs, valuesOfRecord } from './epochValues';
import { hasCode } from './hasCode';
import { writeFileAtomic } from './writeFileAtomic';

/**
 * Writes a line of a CSV file after every epoch: the epoch, from 1, then all that was measured. For `fit` and for
 * `trainSegmentation`.
 *
 * A run that goes on after an interruption adds to the file of its beginning; one that begins anew replaces it.
 *
 * @example `await model.fit(x, y, { validationData, callbacks: [new CsvLogger('runs/history.csv')] })`
 * @example `await trainSegmentation(model, { train, val, onEpoch: new CsvLogger('runs/history.csv').onEpoch })`
 * @throws what Node's file system throws (in the training) if the file cannot be written
 */
export class CsvLogger extends tf.Callback {
  private columns: readonly string[] | null = null;

  /** @param path of the file; its folder is made if need be */
  constructor(private readonly path: string) {
    super();
  }

  /** Option of `trainSegmentation`. */
  readonly onEpoch = (record: EpochRecord): Promise<void> => this.write(record.epoch, valuesOfRecord(record));

  /** Begins with the next epoch. */
  override async onTrainBegin(): Promise<void> {
    this.columns = null;
  }

  /** Writes the line of an epoch of `fit`. */
  override async onEpochEnd(epoch: number, logs?: FitLogs): Promise<void> {
    await this.write(epoch + 1, await valuesOfLogs(logs));
  }

  private async write(epoch: number, values: EpochValues): Promise<void> {
    if (!this.columns) this.columns = await this.begin(epoch, values);
    const cells = [epoch, ...this.columns.map((name) => values[name] ?? '')];
    await appendFile(this.path, `${cells.join()}\n`);
  }

  /** Leaves the whole lines of the epochs before, if the file has the same columns. */
  private async begin(epoch: number, values: EpochValues): Promise<string[]> {
    const columns = Object.keys(values);
    const header = ['epoch', ...columns].map(quoted).join();
    const [oldHeader, ...lines] = (await readOrEmpty(this.path)).split('\n').slice(0, -1); // whole lines end in one
    const isEarlier = (line: string) =>
      line.split(',').length === columns.length + 1 && Number(line.split(',')[0]) < epoch;
    const kept = oldHeader === header ? lines.filter(isEarlier) : [];
    await mkdir(dirname(this.path), { recursive: true });
    await writeFileAtomic(this.path, `${[header, ...kept].join('\n')}\n`);
    return columns;
  }
}

const readOrEmpty = (path: string) =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });

const quoted = (name: string) => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
