import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, expect, test } from 'vitest';

import {
  commandLines,
  copyTrain,
  type Expected,
  lastVersion,
  lossesOf,
  resultsIn,
} from '../golden/lastVersion/contents';
import { expectClose } from '../support/gradients';
import { runProgram } from '../support/runProgram';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
let expected: Expected['train'];

beforeEach(async () => {
  await copyTrain(folder.path);
  expected = (JSON.parse(await readFile(lastVersion.expected, 'utf8')) as Expected).train;
});

async function run(args: readonly string[]): Promise<void> {
  const { code, stderr } = await runProgram(args, { cwd: folder.path });
  expect(code, stderr).toBe(0);
}

test('evaluate and predict give what they gave for a run of the last version', async () => {
  await Promise.all([run(commandLines.evaluate), run(commandLines.predict)]);
  const { scores, maskPixels } = await resultsIn(folder.path);
  expectClose(scores, expected.scores, 1e-5);
  expect(maskPixels).toBe(expected.maskPixels);
});

test('train --resume ends a run of the last version as if it had not been interrupted', async () => {
  await run([...commandLines.train, '--resume']);
  const { epochs } = JSON.parse(await readFile(join(folder.path, 'run/history.json'), 'utf8'));
  expectClose(lossesOf(epochs).flat(), expected.losses.flat(), 1e-5);
});
