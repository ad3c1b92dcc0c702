import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { hasCode } from '../hasCode';
import { type Owner, ownerOf, ownerPattern, ownerTag, stateOf } from './owner';

/** Age in milliseconds after which a claim counts as left behind if its process cannot be looked for. */
const staleAfter = 600_000;

/** Makes the name of a claim of this process. The name says all: the file is empty, so that no crash can leave half of it. */
export const claimName = (): string => `.running-${ownerTag()}`;

const pattern = new RegExp(`^\\.running-(${ownerPattern})$`);

/** Returns the process that has made a claim, from its name; `null` for other files. */
export function claimOwner(name: string): Owner | null {
  const tag = pattern.exec(name)?.[1];
  return tag === undefined ? null : ownerOf(tag);
}

/** Describes a process that holds a claim on a folder; `null` if none does. */
export async function holderOf(folder: string, except: string | null = null): Promise<string | null> {
  for (const name of await readdir(folder).catch(noneIfMissing)) {
    const owner = name === except ? null : claimOwner(name);
    if (owner && (await holds(join(folder, name), owner))) return `process ${owner.pid} on ${owner.host}`;
  }
  return null;
}

async function holds(path: string, owner: Owner): Promise<boolean> {
  const state = stateOf(owner);
  if (state !== 'unknown') return state === 'alive';
  const found = await stat(path).catch(() => null); // released in the meantime
  return found !== null && Date.now() - found.mtimeMs <= staleAfter;
}

function noneIfMissing(error: unknown): string[] {
  if (hasCode(error, 'ENOENT')) return [];
  throw error;
}
