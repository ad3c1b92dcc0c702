import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { runBash } from '../support/runBash';
import { tempFolder } from '../support/tempFolder';

const root = tempFolder();
const script = `
  import { writeFile } from 'node:fs/promises';
  import { survivingClosedStreams } from './src/cli/survivingClosedStreams.ts';
  const wait = () => new Promise((done) => setTimeout(done, 100));
  process.exitCode = await survivingClosedStreams(async () => {
    for (let line = 1; line <= 5; line++) {
      console.log('line', line);
      process.stderr.write('note ' + line + '\\n');
      await wait();
    }
    await writeFile(process.env.MASK, 'mask');
    return 0;
  });
`;

/** Runs the script in Bash, as `PROGRAM` of a command line. */
async function shell(line: string) {
  const mask = join(root.path, 'mask');
  const node = `'${process.execPath}' --import tsx --input-type=module -e "$SCRIPT"`;
  const env = { ...process.env, SCRIPT: script, MASK: mask };
  const ended = await runBash(
    line.replace('PROGRAM', () => node),
    { env },
  );
  return { ...ended, mask: await readFile(mask, 'utf8').catch(() => null) };
}

const notes = [1, 2, 3, 4, 5].map((line) => `note ${line}\n`).join('');
const lines = notes.replaceAll('note', 'line');

const isWindows = process.platform === 'win32';
if (isWindows) console.log('Closed pipes are skipped: Windows has no bash');
const hasFullDisk = existsSync('/dev/full');
if (!hasFullDisk) console.log('A full disk is skipped: there is no /dev/full');

test.skipIf(isWindows).each([
  ['PROGRAM | head -1', 'line 1\n', notes],
  ['PROGRAM | true', '', notes],
  ['PROGRAM 2> >(true)', lines, ''],
  ['PROGRAM 2>&1 | true', '', ''],
])('%s goes on with the work without a word', async (line, stdout, stderr) => {
  expect(await shell(line)).toEqual({ code: 0, stdout, stderr, mask: 'mask' });
});

test.runIf(hasFullDisk)('a full disk is one line and a failure, after all work', async () => {
  expect(await shell('PROGRAM > /dev/full')).toEqual({
    code: 1,
    stdout: '',
    stderr: `${notes}Standard output cannot be written: ENOSPC: no space left on device, write\n`,
    mask: 'mask',
  });
  expect(await shell('PROGRAM 2> /dev/full')).toEqual({ code: 0, stdout: lines, stderr: '', mask: 'mask' });
});
