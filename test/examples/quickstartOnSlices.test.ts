import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test, vi } from 'vitest';

import { commands } from '../../src/cli/commands';
import { bundled } from '../support/bundled';
import { phantomScans } from '../support/phantomScans';
import { putPngSlices } from '../support/pngSlices';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);

async function quickstart(args: readonly string[]): Promise<void> {
  const program = await bundled('examples/quickstart/main.ts');
  await promisify(execFile)(process.execPath, [program, ...args], { cwd: folder.path });
}

test('a network of PNG slices without CLAHE is evaluated without CLAHE: the scores are those of its report', async () => {
  await putPngSlices(folder, 'my slices', phantomScans(3, { depth: 2, size: 32 }));
  const small = '--epochs 2 --size 32 --base-filters 2 --model unet --backend wasm --name png'.split(' ');
  await quickstart(['--data', 'my slices', ...small]);
  const { test: report } = JSON.parse(await readFile(at('runs/png/metrics.json'), 'utf8'));

  const notes: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((note) => void notes.push(note));
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const evaluate = await commands.evaluate!.load();
  await evaluate.run(['--model', at('runs/png'), '--json', at('scores.json'), '--backend', 'wasm'], 'evaluate');
  expect(notes).toContain('Preprocessing as in training: no CLAHE, 32 × 32 pixels.');
  const scores = JSON.parse(await readFile(at('scores.json'), 'utf8'));
  expect(scores.perSlice.diceCoefficient).toEqual(report.perImage.diceCoefficient);

  await evaluate.run(['--model', at('runs/png'), '--clahe', '--json', at('other.json'), '--backend', 'wasm'], '');
  const others = JSON.parse(await readFile(at('other.json'), 'utf8'));
  expect(others.slices).not.toEqual(scores.slices);
  vi.restoreAllMocks();
});
