import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { CsvLogger } from '../../../src/node/loggers/csvLogger';
import { eventRecord } from '../../../src/node/loggers/tensorBoard/eventRecord';
import { TensorBoard } from '../../../src/node/loggers/tensorBoard/tensorBoard';
import type { EpochRecord } from '../../../src/training/history';
import { tempFolder } from '../../support/tempFolder';

beforeAll(() => tf.setBackend('cpu'));

const temp = tempFolder();

const record = (epoch: number): EpochRecord => ({
  ...{ epoch, loss: 1 / epoch, penalty: 0, valLoss: Number.NaN, learningRate: 1e-3, seconds: 2.5 },
  valScores: { diceCoefficient: 0.5, intersectionOverUnion: 0.25, precision: 0.75, recall: 1 },
});

/** Two epochs of a model whose loss stays 4, in three batches each. */
async function trainWith(callback: tf.Callback): Promise<void> {
  const layer = tf.layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
  await model.fit(tf.ones([3, 1]), tf.fill([3, 1], 2), {
    ...{
      epochs: 2,
      batchSize: 1,
      validationData: [tf.ones([1, 1]), tf.ones([1, 1])],
      callbacks: [callback],
      verbose: 0,
    },
  });
}

describe('CsvLogger', () => {
  const path = () => join(temp.path, 'runs/history.csv');
  const text = () => readFile(path(), 'utf8');
  const header =
    'epoch,loss,penalty,valLoss,learningRate,seconds,valDiceCoefficient,valIntersectionOverUnion,valPrecision,valRecall';
  const row = (epoch: number, loss: string) => `${epoch},${loss},0,NaN,0.001,2.5,0.5,0.25,0.75,1`;

  it('writes a line per epoch of trainSegmentation', async () => {
    const { onEpoch } = new CsvLogger(path());
    for (const epoch of [1, 2]) await onEpoch(record(epoch));
    expect(await text()).toBe(`${[header, row(1, '1'), row(2, '0.5')].join('\n')}\n`);
  });

  it('writes a line per epoch of fit', async () => {
    await trainWith(new CsvLogger(path()));
    expect(await text()).toBe('epoch,val_loss,loss\n1,1,4\n2,1,4\n');
  });

  it('goes on after the epochs before, without the half line of a crash', async () => {
    const first = new CsvLogger(path());
    for (const epoch of [1, 2, 3]) await first.onEpoch(record(epoch));
    await writeFile(path(), `${await text()}1`);
    await new CsvLogger(path()).onEpoch(record(3));
    expect(await text()).toBe(`${[header, row(1, '1'), row(2, '0.5'), row(3, '0.3333333333333333')].join('\n')}\n`);
  });

  it('leaves out a line that a power cut has ended in its last number', async () => {
    await new CsvLogger(path()).onEpoch(record(1));
    await writeFile(path(), `${await text()}${row(2, '0.5').replace(/,1$/, ',0.')}`);
    await new CsvLogger(path()).onEpoch(record(3));
    expect(await text()).toBe(`${[header, row(1, '1'), row(3, '0.3333333333333333')].join('\n')}\n`);
  });

  it('begins anew with the first epoch, and where the columns are others', async () => {
    for (const epoch of [1, 1]) await new CsvLogger(path()).onEpoch(record(epoch));
    expect(await text()).toBe(`${header}\n${row(1, '1')}\n`);
    await writeFile(path(), 'epoch,other\n1,2\n');
    await new CsvLogger(path()).onEpoch(record(2));
    expect(await text()).toBe(`${header}\n${row(2, '0.5')}\n`);
  });
});

describe('TensorBoard', () => {
  /** The step and scalars of all events of a folder, by looking for the bytes that they must have. */
  async function holds(folder: string, step: number, scalars: Record<string, number>): Promise<boolean> {
    const [name] = (await readdir(folder)).filter((file) => file.startsWith('events.out.tfevents.'));
    const file = await readFile(join(folder, name!));
    const { length } = eventRecord({ wallTime: 0, step, scalars });
    for (let at = 0; at < file.length; at += 16 + Number(file.readBigUInt64LE(at))) {
      const wallTime = file.readDoubleLE(at + 13); // after length, checksum and key
      if (file.subarray(at, at + length).equals(eventRecord({ wallTime, step, scalars }))) return true;
    }
    return false;
  }

  it('writes the scalars of each epoch of fit, and of every second batch where that is wanted', async () => {
    await trainWith(new TensorBoard(temp.path, { everyBatches: 2 }));
    for (const step of [1, 2])
      expect(await holds(temp.path, step, { 'epoch/val_loss': 1, 'epoch/loss': 4 })).toBe(true);
    const batches = [1, 2, 3, 4, 5, 6].map((step) => holds(join(temp.path, 'batches'), step, { 'batch/loss': 4 }));
    expect(await Promise.all(batches)).toEqual([false, true, false, true, false, true]);
  });

  it('writes the scalars of each epoch of trainSegmentation', async () => {
    await new TensorBoard(temp.path).onEpoch(record(3));
    const scalars = {
      ...{ 'epoch/loss': 1 / 3, 'epoch/penalty': 0, 'epoch/valLoss': Number.NaN, 'epoch/learningRate': 1e-3 },
      ...{ 'epoch/seconds': 2.5, 'epoch/valDiceCoefficient': 0.5, 'epoch/valIntersectionOverUnion': 0.25 },
      ...{ 'epoch/valPrecision': 0.75, 'epoch/valRecall': 1 },
    };
    expect(await holds(temp.path, 3, scalars)).toBe(true);
  });

  it('writes what progress knows of the loss', async () => {
    const board = new TensorBoard(temp.path, { everyBatches: 10 });
    for (const [batch, loss] of [
      [9, null],
      [10, 0.5],
      [11, 0.5],
    ] as const)
      board.onProgress({ ...{ epoch: 2, epochs: 3, batch, batches: 20, loss, secondsLeft: 1 } });
    await board.onEpoch(record(2));
    await expect.poll(() => holds(join(temp.path, 'batches'), 30, { 'batch/loss': 0.5 }).catch(() => false)).toBe(true);
  });

  it('refuses a number of batches that is none', () => {
    expect(() => new TensorBoard(temp.path, { everyBatches: 0 })).toThrow(
      new RangeError('TensorBoard: `everyBatches` must be a positive integer; received 0'),
    );
  });
});
