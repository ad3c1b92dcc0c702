import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import { explainWrite } from '../../src/node/explainWrite';
import { writeFileAtomic } from '../../src/node/writeFileAtomic';
import { tempFolder } from '../support/tempFolder';
import { withoutRights } from '../support/withoutRights';

const temp = tempFolder();
afterEach(() => chmod(temp.path, 0o700));
const failing = (code: string) => () => Promise.reject(Object.assign(new Error(`${code}: what Node says`), { code }));

it.each([
  ['ENOSPC', 'the disk of runs is full'],
  ['EDQUOT', 'the disk of runs is full'],
  ['EROFS', 'the disk of runs is read-only'],
  ['EACCES', 'no permission to write to the folder runs'],
])('names the file and the reason, %s, and keeps the code', async (code, reason) => {
  await expect(explainWrite('runs/a.csv', failing(code), 'The rest is kept')).rejects.toMatchObject({
    message: `runs/a.csv cannot be written: ${reason}. The rest is kept`,
    code,
  });
});

it('leaves errors alone whose message names the file', () =>
  expect(explainWrite('runs/a.csv', failing('EISDIR'))).rejects.toThrow(/^EISDIR: what Node says$/));

it.skipIf(process.platform === 'win32')('explains a folder without permission to writers of files', async () => {
  await mkdir(join(temp.path, 'runs'), { mode: 0o555 });
  await chmod(temp.path, 0o755);
  const path = join(temp.path, 'runs/a.csv');
  await withoutRights(() =>
    expect(writeFileAtomic(path, 'text')).rejects.toThrow(
      `${path} cannot be written: no permission to write to the folder ${join(temp.path, 'runs')}. What it held before is unchanged`,
    ),
  );
});
