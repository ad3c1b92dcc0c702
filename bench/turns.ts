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

/** Rounds until all code is compiled and all graphs are built. */
const warmUp = 3;

/** Milliseconds below which a work runs once untimed, to find its data in the caches as in a loop of its own. */
const short = 300;

/**
 * Lets all players do their works in rounds, each in its turn, so that a disturbance meets all alike. The first player
 * changes from round to round. A player that fails is out.
 */
export async function playRounds(players: readonly Player[], rounds: number, others: Others): Promise<Score[]> {
  const times = players.map((): Partial<Record<Work, Times[]>> => ({}));
  const failures = new Map<Player, string>();
  for (const { contestant } of players) contestant.rest();
  for (let round = -warmUp; round < rounds; round++)
    for (const work of ['forward', 'step', 'volume'] as const)
      for (const player of rotated(players, round + warmUp)) {
        if (failures.has(player) || !player.works.includes(work)) continue;
        if (work === 'volume' && round < -1) continue; // a process of its own, which keeps nothing warm but files
        const own = times[players.indexOf(player)]!;
        try {
          const taken = await turn(player, work, own[work]?.at(-1), others);
          if (round >= 0) own[work] = [...(own[work] ?? []), taken];
        } catch (error) {
          failures.set(player, error instanceof Error ? error.message : String(error));
        }
      }
  return players.map((player, i) => {
    const timings = Object.entries(times[i]!).map(([work, taken]) => [work, timingOf(taken)]);
    return failures.get(player) ?? Object.fromEntries(timings);
  });
}

async function turn({ contestant }: Player, work: Work, last: Times | undefined, others: Others): Promise<Times> {
  if (last && last.wall < short) await contestant.run(work);
  const taken = await others.during(() => contestant.run(work));
  contestant.rest();
  return taken;
}

const rotated = <T>(list: readonly T[], by: number): T[] => {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
};
