/** Milliseconds by the clock, and of the processor, which other programs disturb less; `null`: not measured. */
export interface Times {
  wall: number;
  processor: number | null;
}

/** Times of one work over all rounds, in milliseconds. */
export interface Timing {
  median: number;
  /** `null`: not recorded. */
  min: number | null;
  /** `null`: not recorded. */
  max: number | null;
  /** Median of the processor time. */
  processor: number | null;
  rounds: number;
}

/** A ratio of medians, or why there is none. */
export type Ratio = { readonly value: number } | { readonly unsteady: readonly string[] };

/** Part of the minimum by which a median may lie above it. */
export const tolerance = 1 / 3;

/** Rounds without which nothing is known about steadiness. */
export const fewestRounds = 3;

/** Returns the middle value, or the mean of both of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export function timingOf(times: readonly Times[]): Timing {
  const walls = times.map(({ wall }) => wall);
  const processors = times.flatMap(({ processor }) => processor ?? []);
  return {
    median: median(walls),
    min: Math.min(...walls),
    max: Math.max(...walls),
    processor: processors.length < times.length ? null : median(processors),
    rounds: times.length,
  };
}

/** Returns why a time cannot be compared; `null`: it is steady. */
export function unsteadiness({ median, min, rounds }: Timing): string | null {
  if (min === null) return 'no minimum recorded';
  if (rounds < fewestRounds) return `only ${rounds} of at least ${fewestRounds} rounds`;
  if (!(min > 0)) return `a minimum of ${min} ms`;
  return median - min > tolerance * min ? `minimum ${inMs(min)}, median ${inMs(median)} ms` : null;
}

/** Returns how many times as long the first takes as the second; no number if either is unsteady. */
export function ratioOf(own: Timing, theirs: Timing, names: readonly [own: string, theirs: string]): Ratio {
  const reasons = [own, theirs].flatMap((timing, i) => {
    const reason = unsteadiness(timing);
    return reason === null ? [] : [`${names[i]}: ${reason}`];
  });
  return reasons.length > 0 ? { unsteady: reasons } : { value: own.median / theirs.median };
}

/** Four significant digits. */
export const inMs = (milliseconds: number): string =>
  milliseconds >= 1000 ? milliseconds.toFixed(0) : milliseconds.toPrecision(4);
