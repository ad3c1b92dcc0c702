import 'fake-indexeddb/auto';

import { IDBFactory } from 'fake-indexeddb';
import { indexedDbModels } from 'msa-unet/browser';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { withDatabase } from '../../../src/browser/indexedDb/database';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Opens the database as another tab would, and keeps it open. */
const otherTab = (version: number) =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('msa-unet', version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

it('an older version in another tab blocks it, with an error that says so', async () => {
  const tab = await otherTab(1);
  await expect(withDatabase('indexedDbModel', async () => 1, 2)).rejects.toThrow(
    'indexedDbModel: another tab of this site uses an older version of the database. Close that tab and try again',
  );
  tab.close();
  expect(await withDatabase('indexedDbModel', async () => 1, 2)).toBe(1);
});

it('a database of a later version is refused', async () => {
  (await otherTab(7)).close();
  await expect(indexedDbModels()).rejects.toThrow(
    'indexedDbModels: a later version of msa-unet has written the database. Update msa-unet, or reload the page',
  );
});

it('closes when another tab needs a newer version', async () => {
  const opened = await withDatabase('test', async (database) => {
    const tab = await otherTab(2);
    return [tab.version, database.version];
  });
  expect(opened).toEqual([2, 1]);
});

it('without IndexedDB, the error says why there may be none', async () => {
  vi.stubGlobal('indexedDB', undefined);
  await expect(indexedDbModels()).rejects.toThrow(
    'indexedDbModels: this browser has no IndexedDB here. Private windows may switch it off: use an ordinary window',
  );
});

it.each(['SecurityError', 'InvalidStateError'])('a browser that refuses by %s is explained', async (name) => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('not here', name);
    },
  });
  await expect(indexedDbModels()).rejects.toThrow(
    'indexedDbModels: the browser does not let this page store data (not here). Allow data of this site, or leave the ' +
      'private window',
  );
});

it('errors of the work itself pass through unchanged', async () => {
  const error = new Error('mine');
  await expect(withDatabase('test', () => Promise.reject(error))).rejects.toBe(error);
});
