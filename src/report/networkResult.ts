import type { EvaluationReport } from '../metrics/evaluationReport';
import type { OverlapMetricName } from '../metrics/overlap';
import type { GreyInterval } from './bestGreyInterval';

/** Result of one network of a table, as plain data; NaN becomes `null` in JSON. */
export interface NetworkResult {
  /** Name and options of the network, as {@link buildModel} takes them. */
  readonly network: { readonly model: string; readonly options: Readonly<Record<string, unknown>> };
  readonly cost: NetworkCost;
  readonly history: NetworkHistory;
  readonly scores: NetworkScores;
  /** Best possible threshold segmentation of the same slices, by the mean over patients. */
  readonly baseline: GreyInterval;
  readonly run: RunFacts;
}

/** Training history, such as the {@link History} of {@link trainSegmentation}. */
export interface NetworkHistory {
  readonly epochs: readonly {
    readonly epoch: number;
    readonly loss: number;
    readonly valLoss: number;
    readonly valScores: Readonly<Record<OverlapMetricName, number>>;
    readonly seconds: number;
  }[];
  /** Epoch whose weights were tested. */
  readonly bestEpoch: number | null;
  readonly ended: string;
}

/** Cost of a network. */
export interface NetworkCost {
  readonly trainable: number;
  readonly nonTrainable: number;
  /** Billions of multiply-adds of the convolutions for one slice. */
  readonly gigaMacs: number;
}

/** Scores on the test slices. */
export interface NetworkScores {
  /** Probabilities averaged over the four flips, as in the paper. */
  readonly flips: EvaluationReport;
  /** Each slice predicted once. */
  readonly plain: EvaluationReport;
}

/** Circumstances of a network's training. */
export interface RunFacts {
  readonly backend: string;
  /** The adapter, TensorFlow's version, … */
  readonly detail: string;
  readonly versions: Readonly<Record<string, string>>;
  /** End time, in ISO 8601. */
  readonly finished: string;
  /** Duration of training (all epochs) and of testing (predicting and scoring), in seconds. */
  readonly seconds: { readonly training: number; readonly testing: number };
}
