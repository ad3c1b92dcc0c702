import type { Parts } from '../data/split/split';
import { compareModels, type ModelComparison } from '../metrics/compareModels';
import { mainPrediction } from './mainPrediction';
import type { NetworkResult, NetworkScores } from './networkResult';
import { type PaperRow, type PaperTable, paperSource } from './paperTables';

/** What a table was made with; the same for all its networks. */
export interface TableConditions {
  /** Name of the preset that the settings began with. */
  readonly preset: string;
  readonly size: number;
  readonly width: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Passes that a batch is worked off in. */
  readonly accumulate: number;
  readonly learningRate: number;
  readonly decay: string;
  /** How much of their moving averages normalisations keep per step; `null`: as each network's own paper. */
  readonly momentum: number | null;
  readonly augment: boolean;
  readonly seed: number;
  readonly data: TableData;
}

/** What a table was made on. */
export interface TableData {
  /** Names of the data sets. */
  readonly sets: readonly string[];
  /** In words: data sets, window, equalisation. */
  readonly description: string;
  /** Whether contrast was equalised (CLAHE) on the way to the networks. */
  readonly clahe: boolean;
  /** Whether it is drawn, not scanned. */
  readonly synthetic: boolean;
  readonly patients: Parts<number>;
  /** Slices of each part; those that were used are fewer where a limit is set. */
  readonly slices: Parts<number>;
  readonly used: Parts<number>;
  /** How the patients were divided. */
  readonly rule: string;
  /** What a reader must know of the split. */
  readonly warnings: readonly string[];
}

/** A row of the paper's table with what was found here; `null`: not trained yet. */
export interface TableRow extends PaperRow {
  readonly result: NetworkResult | null;
}

/** A table, ready to be written down. */
export interface TableReport {
  readonly table: PaperTable;
  readonly source: string;
  readonly conditions: TableConditions;
  readonly rows: readonly TableRow[];
  /** How the slices were predicted that the main tables and the comparisons are about. */
  readonly prediction: keyof NetworkScores;
  /** MSA-UNet less each other network that is there: DSC per volume. */
  readonly comparisons: readonly { readonly label: string; readonly comparison: ModelComparison }[];
}

/** The row that the others are compared with. */
const subject = 'msaUnet';

/** Puts a table together; `results` by the names of the rows. */
export function tableReport(
  table: PaperTable,
  conditions: TableConditions,
  results: ReadonlyMap<string, NetworkResult>,
): TableReport {
  const rows = table.rows.map((row) => ({ ...row, result: results.get(row.name) ?? null }));
  const prediction = mainPrediction(conditions);
  const ours = results.get(subject)?.scores[prediction];
  const others = rows.filter(({ name, result }) => name !== subject && result);
  const comparisons = ours
    ? others.map(({ label, result }) => ({ label, comparison: compareModels(ours, result!.scores[prediction]) }))
    : [];
  return { table, source: paperSource, conditions, rows, prediction, comparisons };
}
