import type { Measurement } from './measure';

/** One run of the suite. */
export interface Run {
  date: string;
  /** Processor and Node. */
  machine: string;
  /** What was typed after `npm run bench`. */
  command: string;
  measurements: Measurement[];
  /** What is missing, and why. */
  skipped: string[];
}
