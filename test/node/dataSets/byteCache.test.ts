import { expect, test } from 'vitest';

import { ByteCache } from '../../../src/node/dataSets/byteCache';

/** Things of a number of bytes in a cache, and the order in which they are loaded. */
function things(maxBytes: number, sizes: Record<string, number>) {
  const cache = new ByteCache(maxBytes);
  const loaded: string[] = [];
  const load = Object.fromEntries(
    Object.entries(sizes).map(([name, bytes]) => [
      name,
      cache.keep(bytes, async () => {
        loaded.push(name);
        return name;
      }),
    ]),
  );
  return { loaded, use: (name: string) => load[name]!() };
}

test('what is kept is loaded once, also when it is asked for twice at a time', async () => {
  const { loaded, use } = things(10, { a: 5, b: 5 });
  expect(await Promise.all([use('a'), use('a'), use('b')])).toEqual(['a', 'a', 'b']);
  await use('a');
  expect(loaded).toEqual(['a', 'b']);
});

test('what was used longest ago makes room', async () => {
  const { loaded, use } = things(10, { a: 5, b: 5, c: 5 });
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await use(name);
  expect(loaded).toEqual(['a', 'b', 'c', 'b']);
});

test('one thing is kept even if it is larger than the bound, and nothing beside it', async () => {
  const { loaded, use } = things(10, { a: 5, large: 50 });
  for (const name of ['a', 'large', 'large', 'a', 'large']) await use(name);
  expect(loaded).toEqual(['a', 'large', 'a', 'large']);
});

test('what could not be loaded is tried again', async () => {
  let tries = 0;
  const load = new ByteCache(10).keep(1, async () => {
    tries++;
    if (tries === 1) throw new Error('not yet');
    return tries;
  });
  await expect(load()).rejects.toThrow(new Error('not yet'));
  expect(await load()).toBe(2);
});

test('what is being loaded stays while it loads something else', async () => {
  const cache = new ByteCache(1);
  let loads = 0;
  const inner = cache.keep(5, async () => 'inner');
  const outer = cache.keep(5, async () => {
    loads++;
    return `outer of ${await inner()}`;
  });
  expect([await outer(), await outer(), loads]).toEqual(['outer of inner', 'outer of inner', 1]);
});
