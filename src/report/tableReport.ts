import type { Parts } from '../data/split/split';
import { compareModels, type ModelComparison } from '../metrics/compareModels';
import { mainPrediction } from './mainPrediction';
import type { NetworkResult, NetworkScores } from './networkResult';
import { type PaperRow, type PaperTable, paperSource } from './paperTables';

/** Settings of a table, which all its networks share. */
export interface TableConditions {
  /** Preset that the settings are based on. */
  readonly preset: string;
  readonly size: number;
  readonly width: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Passes per batch for gradient accumulation. */
  readonly accumulate: number;
  readonly learningRate: number;
  readonly decay: string;
  /** Momentum of the normalisations' moving averages. `null`: that of each network's own paper. */
  readonly momentum: number | null;
  readonly augment: boolean;
  readonly seed: number;
  readonly data: TableData;
}

/** Data of a table. */
export interface TableData {
  /** Names of the data sets. */
  readonly sets: readonly string[];
  /** Description of data sets, window and equalisation. */
  readonly description: string;
  /** Whether CLAHE was applied. */
  readonly clahe: boolean;
  /** Whether the data are synthetic. */
  readonly synthetic: boolean;
  readonly patients: Parts<number>;
  /** Slices of each part, before any limit is applied. */
  readonly slices: Parts<number>;
  readonly used: Parts<number>;
  /** How the patients were split. */
  readonly rule: string;
  /** Warnings about the split for the reader. */
  readonly warnings: readonly string[];
}

/** A row of the paper's table with the result obtained here. `null`: not trained yet. */
export interface TableRow extends PaperRow {
  readonly result: NetworkResult | null;
}

/** A complete table. */
export interface TableReport {
  readonly table: PaperTable;
  readonly source: string;
  readonly conditions: TableConditions;
  readonly rows: readonly TableRow[];
  /** Prediction that the main tables and the comparisons refer to. */
  readonly prediction: keyof NetworkScores;
  /** DSC per volume of MSA-UNet minus each other network. */
  readonly comparisons: readonly { readonly label: string; readonly comparison: ModelComparison }[];
}

/** Row that the others are compared with. */
const subject = 'msaUnet';

/** Assembles a table from `results` by row name. */
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
