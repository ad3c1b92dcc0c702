import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { requireWritable } from '../../src/node/requireWritable';
import { tempFolder } from '../support/tempFolder';
import { withoutRights } from '../support/withoutRights';

const temp = tempFolder();
const at = (name: string) => join(temp.path, name);
const refuses = (name: string, kind: 'file' | 'folder', message: string) =>
  expect(requireWritable(at(name), kind)).rejects.toThrow(new Error(message));

describe('requireWritable', () => {
  it('lets a file through that is new or there, and leaves nothing behind', async () => {
    await temp.put('old.csv', 'old');
    await requireWritable(at('old.csv'), 'file');
    await requireWritable(at('new.csv'), 'file');
    expect(await readdir(temp.path)).toEqual(['old.csv']);
  });

  it('lets a folder through that is there or can be made, and does not make it', async () => {
    await mkdir(at('old'));
    await requireWritable(at('old'), 'folder');
    await requireWritable(at('new/of/them'), 'folder');
    expect(await readdir(temp.path, { recursive: true })).toEqual(['old']);
  });

  it('takes paths from the working directory', async () => {
    await requireWritable('scores.csv', 'file');
    await requireWritable('runs/none/here', 'folder');
  });

  it('refuses a folder where a file would go, and the other way round', async () => {
    await mkdir(at('a.csv'));
    await temp.put('runs', '');
    await refuses('a.csv', 'file', `${at('a.csv')} is a folder. Choose a file`);
    await refuses('runs', 'folder', `${at('runs')} is a file. Choose a folder`);
  });

  it('refuses what lies below a file', async () => {
    await temp.put('runs', '');
    await refuses('runs/a', 'folder', `${at('runs/a')} cannot be written: ${at('runs')} is a file, not a folder`);
    await refuses('runs/a/b', 'folder', `${at('runs/a/b')} cannot be written: ${at('runs')} is a file, not a folder`);
    await refuses('runs/a.csv', 'file', `${at('runs/a.csv')} cannot be written: ${at('runs')} is a file, not a folder`);
  });

  it('refuses a file whose folder is missing', () =>
    refuses(
      'none/a.csv',
      'file',
      `${at('none/a.csv')} cannot be written: folder ${at('none')} does not exist. Create it first`,
    ));

  it('refuses a name that is too long for the disk', () =>
    expect(requireWritable(at(`${'a'.repeat(300)}.csv`), 'file')).rejects.toThrow('cannot be written: ENAMETOOLONG'));
});

describe.skipIf(process.platform === 'win32')('requireWritable without the permission (Windows never lacks it)', () => {
  afterEach(() => chmod(temp.path, 0o700));

  it.each([
    ['a.csv', 'file'],
    ['runs', 'folder'],
    ['runs/a', 'folder'],
  ] as const)('refuses %s, a %s', async (name, kind) => {
    await chmod(temp.path, 0o555);
    await withoutRights(() =>
      refuses(name, kind, `${at(name)} cannot be written: no permission to write to the folder ${temp.path}`),
    );
  });

  it('refuses a folder that is there', async () => {
    await mkdir(at('runs'), { mode: 0o555 });
    await chmod(temp.path, 0o755);
    await withoutRights(() =>
      refuses('runs', 'folder', `${at('runs')} cannot be written: no permission to write to the folder ${at('runs')}`),
    );
  });
});
