import type { OverlapMetricName } from '../metrics/overlap';
import type { ModelName } from '../models/buildModel';

/** Names of the paper's tables. */
export type TableName = 'table1' | 'table2';

/** Mean and standard deviation over the paper's test set, in per cent. */
export type PaperScore = readonly [mean: number, sd: number];

/** The paper's scores of one network. */
export type PaperScores = Readonly<Record<OverlapMetricName, PaperScore>>;

/** One row of a table. */
export interface PaperRow {
  /** Name on the command line, unique within the table. */
  readonly name: string;
  /** Name in the table. */
  readonly label: string;
  /** Network that represents the row here, at the width of its own paper. */
  readonly model: ModelName;
  readonly paper: PaperScores;
}

/** One table. */
export interface PaperTable {
  readonly title: string;
  /** Figure of the learning curves in the paper. */
  readonly curves: string;
  readonly rows: readonly PaperRow[];
}

/** Source of all figures in this file. */
export const paperSource =
  'U-Net combined with multi-scale attention mechanism for liver segmentation in CT images, BMC Med Inform Decis Mak 2021, 21:283, https://doi.org/10.1186/s12911-021-01649-w';

/** Training setup of the paper. */
export const paperSetting = {
  dataSets: ['3D-IRCADb-01', 'SLIVER07'],
  patients: { train: 32, val: 4, test: 4 },
  size: 512,
  epochs: 300,
  batchSize: 6,
  learningRate: 1e-3,
} as const;

const scores = (dice: PaperScore, iou: PaperScore, precision: PaperScore, recall: PaperScore): PaperScores => ({
  diceCoefficient: dice,
  intersectionOverUnion: iou,
  precision,
  recall,
});

const unet = scores([89.23, 4.98], [80.93, 8.12], [92.97, 3.87], [86.49, 9.59]);
const msaUnet = scores([98.0, 0.38], [96.08, 0.74], [97.17, 0.85], [98.85, 0.7]);

const table1: PaperTable = {
  title: 'Table 1: MSA-UNet beside other networks',
  curves: 'Fig. 6',
  rows: [
    { name: 'unet', label: 'U-Net', model: 'unetPublished', paper: unet },
    {
      name: 'unetPlusPlus',
      label: 'UNet++',
      model: 'unetPlusPlusPublished',
      paper: scores([92.1, 3.62], [85.56, 6.04], [93.49, 4.96], [91.23, 6.34]),
    },
    {
      name: 'deepLabV3Plus',
      label: 'DeepLabv3+',
      model: 'deepLabV3Plus',
      paper: scores([96.94, 2.85], [94.19, 4.45], [95.42, 4.37], [98.63, 1.22]),
    },
    {
      name: 'ceNet',
      label: 'CE-Net',
      model: 'ceNet',
      paper: scores([97.67, 0.81], [95.46, 1.53], [96.76, 1.45], [98.61, 1.22]),
    },
    { name: 'msaUnet', label: 'MSA-UNet', model: 'msaUnet', paper: msaUnet },
  ],
};

const table2: PaperTable = {
  title: 'Table 2: what each block adds to U-Net',
  curves: 'Fig. 8',
  rows: [
    { name: 'unet', label: 'U-Net (plain)', model: 'unet', paper: unet },
    { name: 'unetTable1', label: 'U-Net (Table 1)', model: 'unetPublished', paper: unet },
    {
      name: 'unetMsrb',
      label: 'U-Net + MSRB',
      model: 'unetMsrb',
      paper: scores([97.1, 1.02], [94.38, 1.91], [95.76, 1.83], [98.52, 1.51]),
    },
    {
      name: 'unetAaspp',
      label: 'U-Net + AASPP',
      model: 'unetAaspp',
      paper: scores([96.83, 2.35], [93.95, 4.09], [96.21, 2.81], [97.59, 3.55]),
    },
    {
      name: 'unetRasm',
      label: 'U-Net + RASM',
      model: 'unetRasm',
      paper: scores([97.13, 1.07], [94.45, 1.98], [95.6, 2.16], [98.75, 1.18]),
    },
    { name: 'msaUnet', label: 'MSA-UNet', model: 'msaUnet', paper: msaUnet },
  ],
};

/**
 * The paper's Tables 1 and 2, in per cent, with the networks that represent their rows. The paper prints one U-Net for
 * both; here, Table 1 has the published baseline, and Table 2 the plain network with the same units and widths, with
 * Table 1's below.
 */
export const paperTables: Readonly<Record<TableName, PaperTable>> = { table1, table2 };
