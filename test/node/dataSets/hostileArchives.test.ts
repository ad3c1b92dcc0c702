import { expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { ByteCache } from '../../../src/node/dataSets/byteCache';
import { listFiles } from '../../../src/node/dataSets/listFiles';
import { countWork } from '../../support/hostile/countWork';
import { hostileArchives } from '../../support/hostile/hostileArchives';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();

/** Archives that are well formed, and exceed a limit. */
const limits: Record<string, string> = {
  '60000 names of one zip': 'more than 1024 zips in zips',
  'zips in zips, 16 in each of 4': 'more than 1024 zips in zips',
  'zips of 60,000 files, 20 times': 'more than 200000 files in zips',
  '16 zips of 16 MiB of zeros': 'inflate to more than 16 times the bytes on disk',
  'a zip of 200 MiB of zeros': 'inflate to more than 16 times the bytes on disk',
};

test('each limit has its archive', () => {
  expect(hostileArchives.map(({ title }) => title)).toEqual(expect.arrayContaining(Object.keys(limits)));
});

test.each(hostileArchives)('a zip of $title is listed or refused within bounds', async ({ title, zip }) => {
  const archive = await zip();
  await folder.put('x.zip', archive);
  const { bytes } = await countWork(async () => {
    const files = await listFiles(folder.path, 'open', new ByteCache(2 ** 29)).catch((error: unknown) => error);
    if (Array.isArray(files) && !limits[title]) expect(files.length).toBeLessThanOrEqual(200_000);
    else {
      expect(files).toBeInstanceOf(CtFileError);
      expect((files as Error).message).toContain(limits[title] ?? '');
      expect((files as Error).message.length).toBeLessThanOrEqual(600);
    }
  });
  // What zips in zips may inflate to, once inflated and once read.
  expect(bytes).toBeLessThanOrEqual(2 * (2 ** 26 + 16 * archive.length) + 2 ** 20);
});
