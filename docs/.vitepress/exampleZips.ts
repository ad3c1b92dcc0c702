import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

import { root } from './addresses';
import { exampleFiles, zipOf } from './exampleFiles';
import { type DocPage, pages } from './pages';

/** Writes the zips of all examples into the folder of the built site. */
export async function writeExampleZips(folder: string): Promise<void> {
  for (const page of pages.filter(({ shows }) => shows)) {
    const target = join(folder, zipOf(page));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, await zipped(page));
  }
}

/** The files of a page in one folder. Equal files make equal zips. */
async function zipped(page: DocPage): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { lastModDate: new Date(2000, 0), useWebWorkers: false });
  const parent = posix.dirname(posix.dirname(page.file));
  for (const file of exampleFiles(page))
    await writer.add(posix.relative(parent, file), new Uint8ArrayReader(readFileSync(root + file)));
  return writer.close();
}
