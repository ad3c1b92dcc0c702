import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * Creates a folder and those above it. Resolves its path first: of a relative one, Node's recursive `mkdir` never ends if
 * the working directory has been removed.
 *
 * @returns the first folder that it has created; `undefined` if all were there
 */
export const makeFolder = (folder: string): Promise<string | undefined> => mkdir(resolve(folder), { recursive: true });
