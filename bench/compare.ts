import { quiet } from './load';
import type { Measurement, Work } from './run';
import { type Ratio, ratioOf } from './statistics';

export const nameOf = ({ engine, threads }: Measurement): string => `${engine}, threads: ${threads}`;

/** Returns how many times as long the first takes as the second; no number if the times do not allow one. */
export function compare(own: Measurement, theirs: Measurement, work: Work): Ratio {
  const others = Math.max(own.others ?? 0, theirs.others ?? 0);
  // Threads that wait for each other may take ten times as long on a busy machine, and that steadily.
  if (others > quiet) return { unsteady: [`other programs kept ${others.toFixed(2)} processors busy meanwhile`] };
  return ratioOf(own[work]!, theirs[work]!, [nameOf(own), nameOf(theirs)]);
}
