import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeFolder } from '../../src/node/makeFolder';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msa-unet-folder-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('makeFolder', () => {
  it('creates folders, and tells the first that it has created', async () => {
    expect(await makeFolder(join(folder, 'a', 'b'))).toBe(join(folder, 'a'));
    expect((await stat(join(folder, 'a', 'b'))).isDirectory()).toBe(true);
    expect(await makeFolder(join(folder, 'a', 'b'))).toBeUndefined();
  });

  it('ends with an error in a working directory that has been removed', async () => {
    const source = pathToFileURL('src/node/makeFolder.ts').href;
    const program = `
      const { makeFolder } = await import('${source}');
      const { mkdtempSync, rmdirSync } = await import('node:fs');
      const gone = mkdtempSync(${JSON.stringify(join(folder, 'gone-'))});
      process.chdir(gone);
      rmdirSync(gone);
      await (async () => makeFolder('runs/a'))().catch(({ code }) => console.log(code));`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    expect(stdout.trim()).toBe('ENOENT');
  });
});
