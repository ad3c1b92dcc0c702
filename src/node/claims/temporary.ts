import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { claimOwner } from './claimFile';
import { ownerOf, ownerPattern, ownerTag, stateOf } from './owner';

/** Returns a new path beside a file, for its content until it is complete. A crash can leave it behind. */
export const temporaryPath = (path: string): string => join(dirname(path), `.${basename(path)}.${ownerTag()}.tmp`);

/** Returns the file that a {@link temporaryPath} stands for, from its name. */
export function temporaryFor(name: string): string | undefined {
  return (ofThisVersion.exec(name) ?? ofEarlierVersions.exec(name))?.[1];
}

const ofThisVersion = new RegExp(`^\\.(.+)\\.(${ownerPattern})\\.tmp$`);
const ofEarlierVersions = /^\.(.+)\.[0-9a-f-]{36}\.tmp$/;

/** Whether a file was left behind by a process that has provably ended: what was not completed, or a claim. */
export function isLeftover(name: string): boolean {
  const tag = ofThisVersion.exec(name)?.[2];
  const owner = tag === undefined ? claimOwner(name) : ownerOf(tag);
  return owner !== null && stateOf(owner) === 'dead';
}

/**
 * Removes from a folder what ended processes left behind; what fails is retried next time.
 *
 * @param isOurs whether no process but this one writes a file now, so that anything temporary for it is left over
 */
export async function removeLeftovers(folder: string, isOurs: (name: string) => boolean = () => false): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const isOver = (name: string) => isLeftover(name) || isOurs(temporaryFor(name) ?? '');
  for (const name of names.filter(isOver)) await rm(join(folder, name), { force: true }).catch(() => undefined);
}
