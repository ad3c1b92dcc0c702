import { describe, expect, it } from 'vitest';

import { readAhead } from '../../../src/training/samples/readAhead';
import { nextTurn } from '../../../src/utils/nextTurn';

/** Reads numbers, and keeps a list of what was begun and ended. */
function reader({ slow = (): number => 1, broken = -1 } = {}) {
  const events: string[] = [];
  const read = async (i: number) => {
    events.push(`begin ${i}`);
    for (let turn = 0; turn < slow(); turn++) await nextTurn();
    events.push(`end ${i}`);
    if (i === broken) throw new Error(`${i} is broken`);
    return 10 * i;
  };
  return { events, read };
}

async function collect(items: Iterable<number>, read: (i: number) => Promise<number>, ahead: number) {
  const values = [];
  for await (const value of readAhead(items, read, ahead)) values.push(value);
  return values;
}

describe('readAhead', () => {
  it.each([0, 1, 2, 10])('gives all in order, %i ahead, however long each takes', async (ahead) => {
    const times = [3, 0, 2, 0, 1];
    const { read } = reader({ slow: () => times.pop() ?? 0 });
    expect(await collect([0, 1, 2, 3, 4], read, ahead)).toEqual([0, 10, 20, 30, 40]);
  });

  it('gives nothing for nothing', async () => {
    expect(await collect([], reader().read, 2)).toEqual([]);
  });

  it.each([0, 1, 3])('has begun with %i more, and no others, while one is in use', async (ahead) => {
    const { events, read } = reader();
    const begun = () => events.filter((event) => event.startsWith('begin')).length;
    let used = 0;
    for await (const _ of readAhead([0, 1, 2, 3, 4, 5], read, ahead)) {
      for (let turn = 0; turn < 5; turn++) await nextTurn();
      expect(begun()).toBe(Math.min(++used + ahead, 6));
    }
    expect(used).toBe(6);
  });

  it('reads while one is in use', async () => {
    const { events, read } = reader();
    for await (const value of readAhead([0, 1], read, 1)) {
      events.push(`use ${value}`);
      await nextTurn();
      await nextTurn();
      events.push(`used ${value}`);
    }
    expect(events.indexOf('end 1')).toBeLessThan(events.indexOf('used 0'));
  });

  it('throws when the turn of the broken one comes, with no other promise left alone', async () => {
    const { read } = reader({ slow: () => 0, broken: 2 });
    const values: number[] = [];
    const all = async () => {
      for await (const value of readAhead([0, 1, 2, 3], read, 3)) {
        values.push(value);
        await nextTurn(); // an error that nobody awaits would end the process here
      }
    };
    await expect(all()).rejects.toThrow(new Error('2 is broken'));
    expect(values).toEqual([0, 10]);
  });

  it('throws what a reader throws at once', async () => {
    const read = () => {
      throw new Error('at once');
    };
    await expect(collect([0], read, 1)).rejects.toThrow(new Error('at once'));
  });

  it('waits for what was begun when it is left early, and begins no more', async () => {
    const { events, read } = reader({ broken: 2 });
    for await (const _ of readAhead([0, 1, 2, 3, 4], read, 2)) break;
    expect(events).toEqual(['begin 0', 'begin 1', 'begin 2', 'end 0', 'end 1', 'end 2']);
  });
});
