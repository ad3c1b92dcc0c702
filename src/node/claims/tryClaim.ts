import { rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { hasCode } from '../hasCode';
import { makeFolder } from '../makeFolder';
import { claimName, holderOf } from './claimFile';
import { removeLeftovers } from './temporary';

/** Interval in milliseconds at which a claim is renewed, for other machines. */
const renewAfter = 60_000;
/** Attempts before a folder counts as held: processes that come at once all step back, and try again. */
const attempts = 8;

/** Claim of a folder: ours until released, or a description of its holder. */
export type Claim = { readonly release: () => Promise<void> } | { readonly holder: string };

/**
 * Claims a folder, which is created if necessary, so that no other process, on any machine, works in it at the same time.
 * Leftovers of ended processes are removed. The release removes the folders that the claim has made if they are empty.
 *
 * A claim is a file of its own for each process. Whoever finds the file of another beside it removes its own: so no two
 * processes ever hold a folder, and nobody removes the claim of a living one.
 */
export async function tryClaim(folder: string): Promise<Claim> {
  const path = join(resolve(folder), claimName());
  let made: string | undefined;
  for (let attempt = 1; ; attempt++) {
    made ??= await makeFolder(dirname(path));
    await removeLeftovers(dirname(path));
    const holder = await holderBeside(path);
    if (holder === null) return { release: renewed(path, made) };
    if (attempt === attempts) {
      await removeEmpty(dirname(path), made);
      return { holder };
    }
    await setTimeout(Math.random() * 20 * attempt);
  }
}

/** Writes a claim unless another process holds the folder. @returns that process, or `null` */
async function holderBeside(path: string): Promise<string | null> {
  const before = await holderOf(dirname(path));
  if (before !== null) return before;
  try {
    await writeFile(path, '', { flag: 'wx' });
    const beside = await holderOf(dirname(path), basename(path));
    if (beside !== null) await rm(path, { force: true });
    return beside;
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    if (hasCode(error, 'ENOENT')) return 'another process'; // which has just removed the empty folder
    throw error;
  }
}

function renewed(path: string, made: string | undefined): () => Promise<void> {
  const renewal = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), renewAfter);
  renewal.unref();
  return async () => {
    clearInterval(renewal);
    await rm(path, { force: true }).catch(() => undefined); // without its process, it is left over
    await removeEmpty(dirname(path), made);
  };
}

/** Removes a folder if it is empty, and then its parents alike, up to the first that the claim created. */
async function removeEmpty(folder: string, made: string | undefined): Promise<void> {
  if (made === undefined) return;
  try {
    for (let path = folder; path.startsWith(made); path = dirname(path)) await rmdir(path);
  } catch {
    // it holds something
  }
}
