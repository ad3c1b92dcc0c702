import { appendFile, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import type { FitLogs } from '../../training/callbacks/monitor';
import type { EpochRecord } from '../../training/history';
import { explainWrite } from '../explainWrite';
import { hasCode } from '../hasCode';
import { makeFolder } from '../makeFolder';
import { writeFileAtomic } from '../writeFileAtomic';
import { type EpochValues, valuesOfLogs, valuesOfRecord } from './epochValues';

/**
 * Logger that writes a line of a CSV file after every epoch: the epoch, from 1, then all metrics. Works with `fit` and
 * `trainSegmentation`.
 *
 * A resumed run appends to its file; a new run replaces it.
 *
 * @throws what Node's file system throws (during training) if the file cannot be written
 * @example
 * ```ts no-run
 * import { buildMsaUnet, phantomDataSet, prepareSlices, splitDataSet, trainSegmentation } from 'msa-unet';
 * import { CsvLogger } from 'msa-unet/node';
 *
 * const { parts } = await splitDataSet(phantomDataSet());
 * const [train, val] = [prepareSlices(parts.train), prepareSlices(parts.val)];
 * const { onEpoch } = new CsvLogger('runs/history.csv'); // for `fit`: callbacks: [new CsvLogger('runs/history.csv')]
 * await trainSegmentation(buildMsaUnet([128, 128, 1], { baseFilters: 8 }), { train, val, onEpoch });
 * ```
 */
export class CsvLogger extends tf.Callback {
  private columns: readonly string[] | null = null;

  /** @param path path of the file; its folder is created if necessary */
  constructor(private readonly path: string) {
    super();
  }

  /** Callback for the option `onEpoch` of `trainSegmentation`. */
  readonly onEpoch = (record: EpochRecord): Promise<void> => this.write(record.epoch, valuesOfRecord(record));

  /** Starts with the next epoch. */
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
    await explainWrite(this.path, () => appendFile(this.path, `${cells.join()}\n`));
  }

  /** Keeps the complete lines of earlier epochs if the file has the same columns. */
  private async begin(epoch: number, values: EpochValues): Promise<string[]> {
    const columns = Object.keys(values);
    const header = ['epoch', ...columns].map(quoted).join();
    const [oldHeader, ...lines] = (await readOrEmpty(this.path)).split('\n').slice(0, -1); // complete lines end in a line break
    const isEarlier = (line: string) =>
      line.split(',').length === columns.length + 1 && Number(line.split(',')[0]) < epoch;
    const kept = oldHeader === header ? lines.filter(isEarlier) : [];
    await makeFolder(dirname(this.path));
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
