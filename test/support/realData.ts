import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type CtFile, ctFile } from '../../src/data/ctFile';

/** A folder of the test data, and why its tests are skipped, if they are. */
export function realData(folder: string): { path: string; missing: string | false } {
  const root = process.env.MSA_UNET_TEST_DATA;
  const path = join(root ?? '', folder);
  const missing = root ? !existsSync(path) && `there is no ${path}` : 'MSA_UNET_TEST_DATA is not set';
  if (missing) console.log(`Tests on ${folder} are skipped: ${missing}`);
  return { path, missing };
}

/** Files below a folder by their paths from it; given paths alone are read. */
export function readFiles(folder: string, paths = filesBelow(folder)): CtFile[] {
  return paths.map((path) => ctFile(path, readFileSync(join(folder, path))));
}

/** Paths of all files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

export function readExpected<T>(folder: string): T {
  return JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as T;
}

/** SHA-256 of the bytes of numbers. */
export function sha256(data: ArrayBufferView): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
}
