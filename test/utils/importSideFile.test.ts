import { afterEach, expect, it, vi } from 'vitest';

import { importSideFile } from '../../src/utils/importSideFile';

const beside = 'Deploy it beside the script of the page; it is in node_modules/msa-unet/dist';

afterEach(() => {
  vi.useRealTimers();
});

it('returns what the file exports', async () => {
  expect(await importSideFile({ name: 'codec.js', load: async () => 7 })).toBe(7);
});

it('names a file that is missing, and where to find it', async () => {
  const load = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  await expect(importSideFile({ name: 'codec.js', load })).rejects.toThrow(
    new Error(`codec.js is missing (Failed to fetch dynamically imported module). ${beside}`),
  );
});

it('waits a minute for a file, not for ever', async () => {
  vi.useFakeTimers();
  const importing = importSideFile({ name: 'codec.js', load: () => new Promise(() => undefined) });
  const rejected = expect(importing).rejects.toThrow(
    new Error(`codec.js is missing (it did not load within 60 s). ${beside}`),
  );
  await vi.advanceTimersByTimeAsync(60_000);
  await rejected;
});
