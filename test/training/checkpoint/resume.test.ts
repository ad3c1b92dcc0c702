import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Sample, samplesOf } from '../../../src/data/sample';
import { useBackend } from '../../../src/node/backends/useBackend';
import { checkpointFolder } from '../../../src/node/checkpointFolder';
import type { CheckpointStore } from '../../../src/training/checkpoint/checkpointStore';
import type { History, TrainingProgress } from '../../../src/training/history';
import type { TrainSegmentationOptions } from '../../../src/training/trainOptions';
import { trainSegmentation } from '../../../src/training/trainSegmentation';
import { forgetfulNet, memoryStore, numbersIn, resumable, watched } from '../../support/resumable';
import { tempFolder } from '../../support/tempFolder';
import { weightsOf } from '../../support/trainableModel';

beforeAll(() => useBackend('wasm', { log: null }));

let whole: { history: History; weights: number[] };

beforeAll(async () => {
  whole = await train({});
});

async function train(options: Partial<TrainSegmentationOptions>, model = forgetfulNet()) {
  const history = await trainSegmentation(model, { ...resumable, ...options });
  return { history, weights: weightsOf(model) };
}

/** Trains until a batch has been done, in a store. */
function abortAfter(epoch: number, batch: number, options: Partial<TrainSegmentationOptions>) {
  const controller = new AbortController();
  const onProgress = (now: TrainingProgress) => void (now.epoch === epoch && now.batch === batch && controller.abort());
  return train({ ...options, onProgress, signal: controller.signal });
}

function expectWhole({ history, weights }: { history: History; weights: number[] }): void {
  expect(numbersIn(history)).toEqual(numbersIn(whole.history));
  expect(weights).toEqual(whole.weights);
}

describe('a run that is interrupted and goes on has the losses and weights of one that was not', () => {
  const batches = [1, 2, 3, 4].flatMap((epoch) => [1, 2, 3].map((batch) => [epoch, batch] as const));

  test.each(batches)('after batch %i.%i', async (epoch, batch) => {
    const store = memoryStore();
    const { history } = await abortAfter(epoch, batch, { checkpoint: { store } });
    expect(history).toMatchObject({ ended: 'aborted', epochs: { length: epoch - 1 } });
    expectWhole(await train({ checkpoint: { store } }));
  });

  test('after every single batch', async () => {
    const store = memoryStore();
    for (const [epoch, batch] of batches) await abortAfter(epoch, batch, { checkpoint: { store } });
    expectWhole(await train({ checkpoint: { store } }));
  });

  test('in the validation', async () => {
    const store = memoryStore();
    const controller = new AbortController();
    let reads = 0;
    const val = watched(resumable.val, () => {
      if (++reads === 2 * resumable.val.length + 2) controller.abort(); // the first time they are only looked at
    });
    const { history } = await train({ val, checkpoint: { store }, signal: controller.signal });
    expect(history).toMatchObject({ ended: 'aborted', epochs: { length: 1 } });
    const seen: string[] = [];
    const onProgress = ({ epoch, batch }: TrainingProgress) => void seen.push(`${epoch}.${batch}`);
    expectWhole(await train({ checkpoint: { store }, onProgress }));
    expect(seen[0]).toBe('3.1');
  });

  test('between epochs', async () => {
    const store = memoryStore();
    const controller = new AbortController();
    const onEpoch = ({ epoch }: { epoch: number }) => void (epoch === 2 && controller.abort());
    await train({ checkpoint: { store }, onEpoch, signal: controller.signal });
    expectWhole(await train({ checkpoint: { store } }));
  });

  test('from any checkpoint that was ever written', async () => {
    const store = memoryStore();
    expectWhole(await train({ checkpoint: { store, everyBatches: 1 } }));
    expect(store.written).toHaveLength(16); // 12 batches and 4 epochs
    for (const checkpoint of store.written) {
      const left = memoryStore();
      await left.write(checkpoint);
      expectWhole(await train({ checkpoint: { store: left } }));
    }
  });

  test('from any checkpoint of a run that stops early, long after its best epoch', async () => {
    const inverted = Array.from({ length: 2 }, (_, i) => resumable.train.read(i) as Sample).map((sample) => ({
      ...sample,
      mask: sample.mask.map((liver) => 1 - liver), // what is learned makes these worse
    }));
    const options = {
      val: samplesOf(inverted),
      learningRate: 0.1,
      epochs: 9,
      earlyStopping: { patience: 2, minDelta: 0.1 },
    };
    const store = memoryStore();
    const first = await train({ ...options, checkpoint: { store, everyBatches: 2 } });
    expect(first.history.ended).toBe('stopped');
    expect(first.history.bestEpoch).toBeLessThan(first.history.epochs.length);
    for (const checkpoint of store.written) {
      const left = memoryStore();
      await left.write(checkpoint);
      const again = await train({ ...options, checkpoint: { store: left } });
      expect(numbersIn(again.history)).toEqual(numbersIn(first.history));
      expect(again.weights).toEqual(first.weights);
    }
  });

  test('with a cosine decay', async () => {
    const options = { decay: 'cosine', plateau: null, earlyStopping: { patience: 1 } } as const;
    const { history } = await train(options);
    const store = memoryStore();
    await abortAfter(1, 2, { ...options, checkpoint: { store } });
    expect(numbersIn((await train({ ...options, checkpoint: { store } })).history)).toEqual(numbersIn(history));
  });

  test('with warm-up, a polynomial decay, weight decay and averaged weights', async () => {
    const options = { decay: 'poly', plateau: null, warmup: 1.5, weightDecay: 0.1, emaDecay: 0.9 } as const;
    const first = await train(options);
    for (const [epoch, batch] of [
      [1, 1],
      [2, 3],
      [3, 2],
    ] as const) {
      const store = memoryStore();
      await abortAfter(epoch, batch, { ...options, checkpoint: { store } });
      const again = await train({ ...options, checkpoint: { store } });
      expect(numbersIn(again.history)).toEqual(numbersIn(first.history));
      expect(again.weights).toEqual(first.weights);
    }
  });

  test('when its layers draw without a seed', async () => {
    const store = memoryStore();
    const unseeded = () => forgetfulNet({ dropSeed: null });
    const { history } = await train({ checkpoint: { store, everyBatches: 1 } }, unseeded());
    const left = memoryStore();
    await left.write(store.written[4]!);
    expect(numbersIn((await train({ checkpoint: { store: left } }, unseeded())).history)).toEqual(numbersIn(history));
  });
});

test('a run that has ended returns its history and its best weights without a step', async () => {
  const store = memoryStore();
  await train({ checkpoint: { store } });
  let steps = 0;
  expectWhole(await train({ checkpoint: { store }, onProgress: () => steps++ }));
  expect(steps).toBe(0);
});

test('a run that stopped early stays stopped', async () => {
  const options = { earlyStopping: { patience: 1, minDelta: 0.5 }, epochs: 9 };
  const store = memoryStore();
  const { history } = await train({ ...options, checkpoint: { store } });
  expect(history.ended).toBe('stopped');
  expect((await train({ ...options, checkpoint: { store } })).history).toEqual(history);
});

test('more epochs go on from the end of a run', async () => {
  const store = memoryStore();
  const { history } = await train({ epochs: 2, checkpoint: { store } });
  expect(history).toMatchObject({ ended: 'done', epochs: { length: 2 } });
  expectWhole(await train({ checkpoint: { store } }));
});

test('resume: false begins anew', async () => {
  const store = memoryStore();
  await abortAfter(2, 1, { checkpoint: { store } });
  const seen: string[] = [];
  const onProgress = ({ epoch, batch }: TrainingProgress) => void seen.push(`${epoch}.${batch}`);
  expectWhole(await train({ checkpoint: { store, resume: false }, onProgress }));
  expect(seen[0]).toBe('1.1');
});

test('the store hears which checkpoint is the first of a new run', async () => {
  const firsts: (boolean | undefined)[] = [];
  const { write, ...memory } = memoryStore();
  const store: CheckpointStore = {
    ...memory,
    write: (checkpoint, options) => {
      firsts.push(options?.newRun);
      return write(checkpoint);
    },
  };
  await train({ epochs: 2, checkpoint: { store } });
  await train({ epochs: 3, checkpoint: { store } });
  await train({ epochs: 2, checkpoint: { store, resume: false } });
  expect(firsts).toEqual([true, false, false, true, false]);
});

describe('a new run in the folder of another', () => {
  const temp = tempFolder();
  const open = () => checkpointFolder(temp.path, { warn: () => {} });
  const damageNewest = async () => {
    const newest = (await readdir(temp.path)).sort().at(-1)!;
    await writeFile(join(temp.path, newest), 'damaged');
  };

  test('is never taken for it, even if all of its checkpoints are damaged', async () => {
    await train({ checkpoint: { store: open() } });
    await abortAfter(1, 2, { checkpoint: { store: open(), resume: false } });
    await damageNewest();
    await expect(train({ checkpoint: { store: open() } })).rejects.toThrow('all its checkpoints are damaged');
  });

  test('loses nothing of it before it has a checkpoint of its own', async () => {
    await train({ checkpoint: { store: open() } });
    const onProgress = () => {
      throw new Error('crash');
    };
    await expect(train({ checkpoint: { store: open(), resume: false }, onProgress })).rejects.toThrow('crash');
    await damageNewest();
    expectWhole(await train({ checkpoint: { store: open() } }));
  });
});

test('leaves no tensor behind', async () => {
  const model = forgetfulNet();
  const store = memoryStore();
  const run = async () => {
    const controller = new AbortController();
    const onProgress = ({ epoch }: TrainingProgress) => void (epoch === 2 && controller.abort());
    const checkpoint = { store, everyBatches: 1 };
    await trainSegmentation(model, {
      ...resumable,
      checkpoint: { ...checkpoint, resume: false },
      onProgress,
      signal: controller.signal,
    });
    await trainSegmentation(model, { ...resumable, checkpoint });
  };
  await run();
  const before = tf.memory().numTensors;
  await run();
  expect(tf.memory().numTensors).toBe(before);
});
