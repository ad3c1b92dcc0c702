import { describe, expect, it } from 'vitest';

import { memoryCache } from '../../src/data/memoryCache';

const bytes = (length: number, value = 1) => new Uint8Array(length).fill(value);

describe('memoryCache', () => {
  it('gives back what was written, and null for what was not', async () => {
    const cache = memoryCache();
    await cache.write('a', bytes(3));
    expect(await cache.read('a')).toEqual(bytes(3));
    expect(await cache.read('b')).toBeNull();
  });

  it('is not touched by what happens to the arrays outside', async () => {
    const cache = memoryCache();
    const written = bytes(3);
    await cache.write('a', written);
    written[0] = 9;
    (await cache.read('a'))![1] = 9;
    expect(await cache.read('a')).toEqual(bytes(3));

    const buffer = Buffer.from(bytes(3)); // its `slice` does not copy
    await cache.write('b', buffer);
    buffer[0] = 9;
    expect(await cache.read('b')).toEqual(bytes(3));
  });

  it('forgets first what has not been used for longest', async () => {
    const cache = memoryCache({ maxBytes: 30 });
    for (const key of ['a', 'b', 'c']) await cache.write(key, bytes(10));
    await cache.read('a');
    await cache.write('d', bytes(10));
    const held = await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await cache.read(key)) !== null));
    expect(held).toEqual([true, false, true, true]);
  });

  it('never holds more than its bound', async () => {
    const cache = memoryCache({ maxBytes: 100 });
    for (let i = 0; i < 50; i++) {
      await cache.write(`${i % 20}`, bytes(1 + ((7 * i) % 40)));
      expect(cache.bytes).toBeLessThanOrEqual(100);
    }
    expect(cache.bytes).toBeGreaterThan(50);
  });

  it('counts what it holds, also when an entry is replaced', async () => {
    const cache = memoryCache();
    await cache.write('a', bytes(10));
    await cache.write('a', bytes(4));
    await cache.write('b', bytes(1));
    expect(cache.bytes).toBe(5);
  });

  it('does not keep what alone is above the bound, nor the entry that it was to replace', async () => {
    const cache = memoryCache({ maxBytes: 10 });
    await cache.write('a', bytes(10));
    await cache.write('a', bytes(11));
    expect(await cache.read('a')).toBeNull();
    expect(cache.bytes).toBe(0);
  });

  it('refuses a bound of 0', () => {
    expect(() => memoryCache({ maxBytes: 0 })).toThrow(
      new RangeError('memoryCache: `maxBytes` must be a positive integer; received 0'),
    );
  });
});
