import { expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { ByteCache } from '../../../src/node/dataSets/byteCache';
import { listFiles } from '../../../src/node/dataSets/listFiles';
import { countWork } from '../../support/hostile/countWork';
import { hostileArchives } from '../../support/hostile/hostileArchives';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();

test.each(hostileArchives)('a zip of $title is listed or refused within bounds', async ({ zip }) => {
  const archive = await zip();
  await folder.put('x.zip', archive);
  const { bytes } = await countWork(async () => {
    const files = await listFiles(folder.path, 'open', new ByteCache(2 ** 29)).catch((error: unknown) => error);
    if (Array.isArray(files)) expect(files.length).toBeLessThanOrEqual(2 ** 18);
    else {
      expect(files).toBeInstanceOf(CtFileError);
      expect((files as Error).message.length).toBeLessThanOrEqual(600);
    }
  });
  // What zips in zips may inflate to, once inflated and once read.
  expect(bytes).toBeLessThanOrEqual(2 * (2 ** 26 + 16 * archive.length) + 2 ** 20);
});
