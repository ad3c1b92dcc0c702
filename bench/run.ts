import type { ModelName } from 'msa-unet';

import type { Load } from './load';
import type { PeakMemory } from './memory';
import type { Timing } from './statistics';

/** What is timed: a forward pass, a training step, or the prediction of a scan by a whole process. */
export type Work = 'forward' | 'step' | 'volume';

/** What all entrants of a heat do. */
export interface Problem {
  model: ModelName;
  baseFilters: number;
  /** Height and width of the network's input in pixels. */
  size: number;
  /** Images at once. */
  batch: number;
  /** The scan of `volume`: slices, height and width. */
  scan?: readonly [depth: number, height: number, width: number];
  /** Whether the slices of the scan are equalised. */
  clahe?: boolean;
}

/** What computes, and on how many threads. */
export interface Entrant {
  /** A backend of this library, `stock tf.layers on …`, or another engine. */
  engine: string;
  threads: number;
}

/** Times of one entrant, measured turn by turn with the others of the same problem. */
export interface Measurement extends Entrant {
  problem: Problem;
  /** Versions and the device. */
  about: Readonly<Record<string, string | number>>;
  forward?: Timing;
  step?: Timing;
  volume?: Timing;
  memory?: PeakMemory;
  /** Tensors that a training step leaves behind. */
  leaked?: number;
  /** Processors that other programs kept busy while this problem was timed, on average; `null`: not known. */
  others?: number | null;
  /** Why it was not measured. */
  missing?: string;
}

/** One run of the suite. */
export interface Run {
  date: string;
  /** Processor and Node. */
  machine: string;
  /** Number of processors that all threads of this process may use. */
  processors: number;
  /** What was typed after `npm run bench`. */
  command: string;
  /** `null`: not recorded. */
  load: Load | null;
  measurements: Measurement[];
}
