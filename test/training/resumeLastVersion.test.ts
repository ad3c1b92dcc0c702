import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../../src/node/backends/useBackend';
import { checkpointFolder } from '../../src/node/checkpointFolder';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { type Expected, interruptedNet, interruptedRun, lastVersion, lossesOf } from '../golden/lastVersion/contents';
import { expectClose } from '../support/gradients';
import { tempFolder } from '../support/tempFolder';
import { weightsOf } from '../support/trainableModel';

const folder = tempFolder();

beforeAll(() => useBackend('wasm', { log: null }));

test('a run that the last version began ends with the losses and weights of one without interruption', async () => {
  const expected: Expected = JSON.parse(await readFile(lastVersion.expected, 'utf8'));
  const whole = interruptedNet();
  const resumed = interruptedNet();
  const store = checkpointFolder(join(folder.path, 'checkpoint'));
  await cp(lastVersion.checkpoint, join(folder.path, 'checkpoint'), { recursive: true });
  const began: number[] = [];

  await trainSegmentation(whole, interruptedRun());
  const onProgress = ({ epoch }: { epoch: number }) => void began.push(epoch);
  const history = await trainSegmentation(resumed, { ...interruptedRun(), checkpoint: { store }, onProgress });

  expect(began[0]).toBe(3);
  expectClose(lossesOf(history.epochs).flat(), expected.checkpoint.flat(), 1e-5);
  expectClose(weightsOf(resumed), weightsOf(whole), 1e-5);
});
