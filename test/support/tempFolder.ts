import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach } from 'vitest';

/** A folder that every test of a file finds empty. */
export interface TempFolder {
  /** Its path. */
  readonly path: string;
  /** Writes a file and the folders that lead to it. */
  put(file: string, content: string | Uint8Array): Promise<void>;
  /** Removes a file or folder. */
  remove(file: string): Promise<void>;
}

/** Makes a folder before each test and removes it after. */
export function tempFolder(): TempFolder {
  let path = '';
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'msa-unet-'));
  });
  afterEach(() => rm(path, { recursive: true }));
  return {
    get path() {
      return path;
    },
    put: async (file, content) => {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), content);
    },
    remove: (file) => rm(join(path, file), { recursive: true }),
  };
}
