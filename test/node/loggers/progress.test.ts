import { expect, test } from 'vitest';

import { progressLine } from '../../../src/node/loggers/progress';

function recorder(terminal: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  return { ...terminal, written, write: (text: string) => written.push(text) };
}

const progress = { epoch: 2, epochs: 10, batch: 5, batches: 20, loss: 0.12345, secondsLeft: 61.4 };
const record = {
  epoch: 2,
  loss: 0.5,
  penalty: 0,
  valLoss: 0.25,
  valScores: { diceCoefficient: 0.875, intersectionOverUnion: 0.75, precision: 1, recall: 0.5 },
  learningRate: 1e-3,
  seconds: 3700,
};

test('a terminal gets one line that is rewritten', () => {
  const stream = recorder({ isTTY: true });
  progressLine(stream).onProgress(progress);
  expect(stream.written).toEqual(['\r\x1b[Kepoch 2/10 █████░░░░░░░░░░░░░░░ 5/20  loss 0.1235  1:01 left']);
});

test('before the first loss is read a dash stands for it', () => {
  const stream = recorder({ isTTY: true });
  progressLine(stream).onProgress({ ...progress, loss: null });
  expect(stream.written[0]).toMatch(/5\/20 {2}loss – {2}1:01 left$/);
});

test('the line is cut to the width of the terminal', () => {
  const stream = recorder({ isTTY: true, columns: 20 });
  progressLine(stream).onProgress(progress);
  expect(stream.written).toEqual(['\r\x1b[Kepoch 2/10 █████░░░']);
});

test('the line of an epoch takes its place and stays', () => {
  const stream = recorder({ isTTY: true });
  progressLine(stream).onEpoch(record);
  expect(stream.written).toEqual(['\r\x1b[K', 'epoch   2  loss 0.5000  val loss 0.2500  val DSC 0.8750  in 1:01:40\n']);
});

test('without a terminal there is one plain line per epoch and nothing else', () => {
  const stream = recorder();
  const { onProgress, onEpoch } = progressLine(stream);
  onProgress(progress);
  onEpoch(record);
  expect(stream.written).toEqual(['epoch   2  loss 0.5000  val loss 0.2500  val DSC 0.8750  in 1:01:40\n']);
});
