import { describe, expect, it } from 'vitest';

import type { Contestant } from '../../bench/contestant';
import { Others } from '../../bench/load';
import { type Player, playRounds } from '../../bench/turns';

/** A contestant that takes `wall` milliseconds by its own account, and records what it does. */
function player(name: string, wall: number, log: string[], failsAt = Number.POSITIVE_INFINITY): Player {
  let runs = 0;
  const contestant: Contestant = {
    about: {},
    run: async (work) => {
      if (++runs > failsAt) throw new Error(`${name} ran out of memory`);
      log.push(`${name} ${work}`);
      return { wall, processor: null };
    },
    ask: async () => ({}),
    rest: () => log.push(`${name} rests`),
    end: () => {},
  };
  return { name, works: ['volume'], contestant };
}

describe('playRounds', () => {
  it('lets all play in every round, each while the others rest, and another one first each time', async () => {
    const log: string[] = [];
    const scores = await playRounds([player('a', 10, log), player('b', 20, log)], 2, new Others());
    expect(log).toEqual([
      ...['a rests', 'b rests'],
      ...['a volume', 'a rests', 'b volume', 'b rests'],
      ...['b volume', 'b rests', 'a volume', 'a rests'],
    ]);
    expect(scores).toEqual([
      { volume: { median: 10, min: 10, max: 10, processor: null, rounds: 2 } },
      { volume: { median: 20, min: 20, max: 20, processor: null, rounds: 2 } },
    ]);
  });

  it('says why a player that fails has no times, and lets the others finish', async () => {
    const log: string[] = [];
    const [a, b] = await playRounds([player('a', 10, log, 1), player('b', 20, log)], 3, new Others());
    expect(a).toBe('a ran out of memory');
    expect(b).toMatchObject({ volume: { rounds: 3 } });
  });

  it('runs a short work once untimed before it is timed, after a warm-up', async () => {
    const log: string[] = [];
    const short: Player = { ...player('a', 500, log), works: ['forward'] };
    await playRounds([short], 2, new Others());
    const afterWarmUp = log.slice(log.indexOf('a rests') + 1);
    expect(log.indexOf('a rests')).toBeGreaterThanOrEqual(4);
    expect(afterWarmUp).toEqual(['a forward', 'a forward', 'a rests', 'a forward', 'a rests']);
  });
});
