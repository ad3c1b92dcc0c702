import type { EvaluationReport } from '../metrics/evaluationReport';
import type { OverlapMetricName } from '../metrics/overlap';
import type { GreyInterval } from './bestGreyInterval';

/** What a network of a table found out, as plain data; numbers that are NaN become `null` in JSON. */
export interface NetworkResult {
  /** Name of the network, as `buildModel` has it, and the options that it was built with. */
  readonly network: { readonly model: string; readonly options: Readonly<Record<string, unknown>> };
  readonly cost: NetworkCost;
  readonly history: NetworkHistory;
  readonly scores: NetworkScores;
  /** The best that a threshold could do on the same slices, by the mean over patients. */
  readonly baseline: GreyInterval;
  readonly run: RunFacts;
}

/** How the training went: the `History` of `trainSegmentation` is one. */
export interface NetworkHistory {
  readonly epochs: readonly {
    readonly epoch: number;
    readonly loss: number;
    readonly valLoss: number;
    readonly valScores: Readonly<Record<OverlapMetricName, number>>;
    readonly seconds: number;
  }[];
  /** The epoch whose weights were tested. */
  readonly bestEpoch: number | null;
  readonly ended: string;
}

/** What a network costs. */
export interface NetworkCost {
  readonly trainable: number;
  readonly nonTrainable: number;
  /** Billions of multiply-adds of the convolutions for one slice. */
  readonly gigaMacs: number;
}

/** The scores on the test slices. */
export interface NetworkScores {
  /** Probabilities averaged over the four flips, as in the paper. */
  readonly flips: EvaluationReport;
  /** Each slice predicted once. */
  readonly plain: EvaluationReport;
}

/** How and where a network was trained. */
export interface RunFacts {
  readonly backend: string;
  /** The adapter, TensorFlow's version, … */
  readonly detail: string;
  readonly versions: Readonly<Record<string, string>>;
  /** When it ended, as ISO 8601. */
  readonly finished: string;
  /** All epochs together; predicting and scoring. */
  readonly seconds: { readonly training: number; readonly testing: number };
}
