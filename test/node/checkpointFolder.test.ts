import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { checkpointFolder } from '../../src/node/checkpointFolder';
import { claimFolder } from '../../src/node/claims/claimFolder';
import { claimOf, dead, elsewhere, unfinishedOf } from '../support/claims';
import { tempFolder } from '../support/tempFolder';
import { withoutRights } from '../support/withoutRights';

const temp = tempFolder();
const bytes = (value: number) => new Uint8Array(1000).fill(value);
const names = async () => (await readdir(temp.path)).sort();

function open() {
  const warn = vi.fn();
  const store = checkpointFolder(temp.path, { warn });
  const read = async () => (await store.read())?.[0] ?? null;
  return { ...store, read, warn };
}

/** Changes one byte of a file, or cuts it. */
async function damage(name: string, how: 'flip' | 'cut'): Promise<void> {
  const file = await readFile(join(temp.path, name));
  if (how === 'flip') file[500]! ^= 1;
  await writeFile(join(temp.path, name), how === 'cut' ? file.subarray(0, 500) : file);
}

describe('checkpointFolder', () => {
  it('has nothing in a folder that is not there, and does not make it by reading', async () => {
    const folder = join(temp.path, 'none');
    expect(await checkpointFolder(folder).read()).toBeNull();
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  it('makes the folder, and gives back the last of what was written, also to another program', async () => {
    const store = checkpointFolder(join(temp.path, 'a/b'));
    for (const value of [1, 2, 3]) await store.write(bytes(value));
    expect([...(await checkpointFolder(join(temp.path, 'a/b')).read())!]).toEqual([...bytes(3)]);
  });

  it('keeps two generations', async () => {
    for (const value of [1, 2, 3, 4]) await open().write(bytes(value));
    expect(await names()).toEqual(['checkpoint-000003.bin', 'checkpoint-000004.bin']);
  });

  it('counts beyond a million', async () => {
    await open().write(bytes(1));
    await writeFile(join(temp.path, 'checkpoint-999999.bin'), await readFile(join(temp.path, 'checkpoint-000001.bin')));
    for (const value of [2, 3]) await open().write(bytes(value));
    expect(await names()).toEqual(['checkpoint-1000000.bin', 'checkpoint-1000001.bin']);
    expect(await open().read()).toBe(3);
  });

  it.each(['flip', 'cut'] as const)('takes the one before if the newest is damaged (%s), and says so', async (how) => {
    for (const value of [1, 2]) await open().write(bytes(value));
    await damage('checkpoint-000002.bin', how);
    const { read, warn } = open();
    expect(await read()).toBe(1);
    expect(warn.mock.calls).toEqual([
      [`checkpointFolder: ${join(temp.path, 'checkpoint-000002.bin')} is damaged; the one before is taken`],
    ]);
  });

  it('writes over a damaged one, which then is the older', async () => {
    for (const value of [1, 2]) await open().write(bytes(value));
    await damage('checkpoint-000002.bin', 'cut');
    await open().write(bytes(3));
    expect(await open().read()).toBe(3);
  });

  it('does not begin anew in silence if all are damaged', async () => {
    for (const value of [1, 2]) await open().write(bytes(value));
    for (const name of await names()) await damage(name, 'flip');
    await expect(open().read()).rejects.toThrow(
      new RangeError(
        `checkpointFolder: ${temp.path} cannot be read: all its checkpoints are damaged. Remove it to start over, or pass \`checkpoint: { resume: false }\``,
      ),
    );
  });

  it('passes over what a crash in a write has left, and removes it with the next write', async () => {
    await open().write(bytes(1));
    await writeFile(join(temp.path, '.checkpoint-000002.bin.01234567-89ab-cdef-0123-456789abcdef.tmp'), 'half');
    const { read, warn } = open();
    expect(await read()).toBe(1);
    expect(warn).not.toHaveBeenCalled();
    await open().write(bytes(2));
    expect(await names()).toEqual(['checkpoint-000001.bin', 'checkpoint-000002.bin']);
  });

  it('leaves other files alone', async () => {
    for (const name of ['notes.txt', 'checkpoint-1.bin', '.notes.txt.01234567-89ab-cdef-0123-456789abcdef.tmp'])
      await writeFile(join(temp.path, name), 'mine');
    for (const value of [1, 2, 3]) await open().write(bytes(value));
    expect(await names()).toHaveLength(5);
  });

  it('keeps the one that it went on from, not a damaged newer one', async () => {
    for (const value of [1, 2]) await open().write(bytes(value));
    await damage('checkpoint-000002.bin', 'flip');
    const { read, write } = open();
    await read();
    await write(bytes(3));
    expect(await names()).toEqual(['checkpoint-000001.bin', 'checkpoint-000003.bin']);
    await damage('checkpoint-000003.bin', 'cut');
    expect(await open().read()).toBe(1);
    await write(bytes(4)); // the same program, which takes 3 for whole
    expect(await names()).toEqual(['checkpoint-000003.bin', 'checkpoint-000004.bin']);
  });
});

describe('the first checkpoint of a new run', () => {
  const newRun = { newRun: true };

  it('is kept alone, and counts on', async () => {
    for (const value of [1, 2]) await open().write(bytes(value));
    const { read, write } = open();
    await write(bytes(3), newRun);
    expect(await names()).toEqual(['checkpoint-000003-first.bin']);
    expect(await read()).toBe(3);
    for (const value of [4, 5]) await write(bytes(value));
    expect(await names()).toEqual(['checkpoint-000004.bin', 'checkpoint-000005.bin']);
  });

  it('is a checkpoint as any other in an empty folder', async () => {
    await open().write(bytes(1), newRun);
    expect(await names()).toEqual(['checkpoint-000001.bin']);
  });

  it('is not fallen back from if it is damaged, even where a crash has left those of the run before', async () => {
    for (const value of [1, 2]) await open().write(bytes(value));
    const left = await Promise.all((await names()).map(async (name) => [name, await readFile(join(temp.path, name))]));
    await open().write(bytes(3), newRun);
    for (const [name, file] of left) await writeFile(join(temp.path, name as string), file!);
    expect(await open().read()).toBe(3);
    await damage('checkpoint-000003-first.bin', 'flip');
    const { read, warn } = open();
    await expect(read()).rejects.toThrow('all its checkpoints are damaged. Remove it to start over');
    expect(warn).not.toHaveBeenCalled();
  });

  it('is what a damaged second one falls back to', async () => {
    await open().write(bytes(1));
    const { write } = open();
    await write(bytes(2), newRun);
    await write(bytes(3));
    await damage('checkpoint-000003.bin', 'cut');
    expect(await open().read()).toBe(2);
  });

  it('leaves the older ones alone if it cannot be written', async () => {
    await open().write(bytes(1));
    await expect(open().write(undefined as never, newRun)).rejects.toThrow('cannot be written');
    expect(await open().read()).toBe(1);
  });
});

describe('a checkpoint that cannot be read', () => {
  const hint =
    'Give this program permission to read it, or repair the disk; or remove it to resume from the checkpoint before it, if there is one';

  it('is not taken for damaged', async () => {
    await open().write(bytes(1));
    await mkdir(join(temp.path, 'checkpoint-000002.bin')); // unreadable, even for root
    const { read, warn } = open();
    await expect(read()).rejects.toThrow(
      new Error(
        `checkpointFolder: ${temp.path} cannot be read: checkpoint-000002.bin: EISDIR: illegal operation on a directory, read. ${hint}`,
      ),
    );
    expect(warn).not.toHaveBeenCalled();
    expect(await names()).toEqual(['checkpoint-000001.bin', 'checkpoint-000002.bin']);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'is said to lack permission (root and Windows never do)',
    async () => {
      await open().write(bytes(1));
      const path = join(temp.path, 'checkpoint-000001.bin');
      await chmod(path, 0);
      await expect(open().read()).rejects.toThrow(
        new Error(
          `checkpointFolder: ${temp.path} cannot be read: checkpoint-000001.bin: EACCES: permission denied, open '${path}'. ${hint}`,
        ),
      );
    },
  );
});

describe('a folder that another run trains in', () => {
  const signal = undefined;

  it('is waited for, and told of, until the other has released it', async () => {
    const release = await open().claim!({ signal });
    const { claim, warn } = open();
    let isOurs = false;
    const waiting = claim!({ signal }).then((ours) => {
      isOurs = true;
      return ours;
    });
    await vi.waitFor(() =>
      expect(warn.mock.calls).toEqual([
        [`checkpointFolder: waiting for process ${process.pid} on ${hostname()}, which trains in ${temp.path}`],
      ]),
    );
    expect(isOurs).toBe(false);
    await release();
    await (await waiting)();
    expect(await names()).toEqual([]);
  });

  it('is free within a task that has claimed it', async () => {
    await claimFolder(temp.path, async () => {
      const { claim, warn } = open();
      await (await claim!({ signal }))();
      expect(warn).not.toHaveBeenCalled();
    });
  });

  it('is given up with the reason of an abort', async () => {
    const release = await open().claim!({ signal });
    const reason = new Error('enough');
    await expect(open().claim!({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await release();
  });

  it('is taken over from a crash, with all that it has left, before room is counted', async () => {
    await open().write(bytes(1));
    const left = [claimOf(dead), unfinishedOf('probe', dead), unfinishedOf('checkpoint-000002.bin', elsewhere)];
    for (const name of left) await temp.put(name, '');
    const release = await open().claim!({ signal });
    await open().prepare!(1000);
    await release();
    expect(await names()).toEqual(['checkpoint-000001.bin']);
  });

  it.skipIf(process.platform === 'win32')('can be read where nobody may write', async () => {
    await open().write(bytes(1));
    await chmod(temp.path, 0o555);
    await withoutRights(async () => (await open().claim!({ signal }))());
    await chmod(temp.path, 0o700);
    expect(await names()).toEqual(['checkpoint-000001.bin']);
  });
});

describe('checkpointFolder before a run', () => {
  it('leaves the folder empty', async () => {
    await open().prepare!(1000);
    expect(await names()).toEqual([]);
  });

  it('leaves a missing folder missing', async () => {
    const path = join(temp.path, 'run', 'checkpoint');
    await checkpointFolder(path).prepare!(1000);
    await expect(readdir(path)).rejects.toThrow('ENOENT');
  });

  it('says that a file is no folder', async () => {
    await temp.put('file', '');
    const path = join(temp.path, 'file');
    await expect(checkpointFolder(path).prepare!(1)).rejects.toThrow(
      `checkpointFolder: ${path} cannot be written: EEXIST: file already exists, mkdir '${path}'`,
    );
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('says that a folder is read-only', async () => {
    await chmod(temp.path, 0o500);
    await expect(open().prepare!(1)).rejects.toThrow(/^checkpointFolder: .* cannot be written: EACCES/);
    await chmod(temp.path, 0o700);
  });

  it('says that the disk has no room for three checkpoints', async () => {
    await expect(open().prepare!(1e15)).rejects.toThrow(
      /^checkpointFolder: \S+ cannot be written: the disk has \d+ MB left, and checkpoints will need 3000000000 MB$/,
    );
  });
});
