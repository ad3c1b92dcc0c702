import { setTimeout } from 'node:timers/promises';

import type { Contestant } from './contestant';
import type { Others } from './load';
import type { Work } from './run';
import { type Times, type Timing, timingOf } from './statistics';

/** A contestant, and what it can do. */
export interface Player {
  name: string;
  works: readonly Work[];
  contestant: Contestant;
}

/** The times of a player by work, or why it has none. */
export type Score = Partial<Record<Work, Timing>> | string;

/** Times that a work runs before the rounds, at least: until all code is compiled and all graphs are built. */
const warmUpRuns = 4;

/** Milliseconds that it runs before them, at least, and that compilers then have in the background. */
const warmUpTime = 1500;

/** Milliseconds below which a work runs once untimed, to find its data in the caches as in a loop of its own. */
const short = 300;

/**
 * Lets all players do their works in rounds, each in its turn, so that a disturbance meets all alike. The first player
 * changes from round to round. A player that fails is out.
 */
export async function playRounds(players: readonly Player[], rounds: number, others: Others): Promise<Score[]> {
  const times = players.map((): Partial<Record<Work, Times[]>> => ({}));
  const failures = new Map<Player, string>();
  const attempt = async (player: Player, run: () => Promise<void>) => {
    if (failures.has(player)) return;
    await run().catch((error) => failures.set(player, error instanceof Error ? error.message : String(error)));
  };
  for (const player of players) await attempt(player, () => warmUp(player));
  for (let round = 0; round < rounds; round++)
    for (const work of ['forward', 'step', 'volume'] as const)
      for (const player of rotated(players, round)) {
        if (!player.works.includes(work)) continue;
        const own = times[players.indexOf(player)]!;
        await attempt(player, async () => {
          own[work] = [...(own[work] ?? []), await turn(player, work, own[work]?.at(-1), others)];
        });
      }
  return players.map((player, i) => {
    const timings = Object.entries(times[i]!).map(([work, taken]) => [work, timingOf(taken)]);
    return failures.get(player) ?? Object.fromEntries(timings);
  });
}

/** Nothing compiles while a contestant rests, so it may not rest before everything is compiled. */
async function warmUp({ contestant, works }: Player): Promise<void> {
  for (const work of works) {
    if (work === 'volume') continue; // every run is a new process
    const start = performance.now();
    for (let run = 0; run < warmUpRuns || performance.now() - start < warmUpTime; run++) await contestant.run(work);
    await setTimeout(warmUpTime / 3);
  }
  contestant.rest();
}

async function turn({ contestant }: Player, work: Work, last: Times | undefined, others: Others): Promise<Times> {
  if (work !== 'volume' && (!last || last.wall < short)) await contestant.run(work);
  const taken = await others.during(() => contestant.run(work));
  contestant.rest();
  return taken;
}

const rotated = <T>(list: readonly T[], by: number): T[] => {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
};
