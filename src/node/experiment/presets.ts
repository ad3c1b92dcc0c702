import type { ModelName } from '../../models/buildModel';
import { paperRecipe } from '../../training/paperRecipe';
import type { LearningRateDecay } from '../../training/schedule/cosineDecay';

/** Names of the presets, from the largest to the smallest. */
export const presetNames = ['paper', 'gpu-hour', 'cpu-minutes'] as const;

/** Name of a preset. */
export type PresetName = (typeof presetNames)[number];

/** What all networks of a table share, as plain data. */
export interface TableSettings {
  /** Slices are resized to `size` × `size` pixels. */
  readonly size: number;
  /** Channels that MSA-UNet begins with, 1 to 16; every network has width / 16 of its full width. */
  readonly width: number;
  /** The network that stands for DeepLabv3+. */
  readonly deepLab: Extract<ModelName, `deepLab${string}`>;
  /** How much of their moving averages normalisations keep per step; `null`: as each network's own paper. */
  readonly momentum: number | null;
  readonly epochs: number;
  /** Slices per step. */
  readonly batchSize: number;
  /** Passes that a batch is worked off in, for small memories; as in `trainSegmentation`. */
  readonly accumulate: number;
  readonly learningRate: number;
  readonly decay: LearningRateDecay;
  /** Whether training slices are changed at random, as in the paper. */
  readonly augment: boolean;
  /** At most so many slices to learn from, spread evenly, and an eighth of that to validate; `null`: all. */
  readonly limit: number | null;
  /** Patients of the phantom, where there is no other data. */
  readonly phantomPatients: number;
  /** Slices of each. */
  readonly phantomSlices: number;
  /** Of weights, order, augmentation, DropBlock, split and phantom. */
  readonly seed: number;
  /** Whether contrast is equalised; `null`: where a data set has Hounsfield units, not for grey levels alone. */
  readonly clahe: boolean | null;
}

const paper: TableSettings = {
  size: 512,
  width: 16,
  deepLab: 'deepLabV3Plus',
  momentum: null,
  epochs: paperRecipe.epochs,
  batchSize: paperRecipe.batchSize,
  accumulate: 1,
  learningRate: paperRecipe.learningRate,
  decay: 'none',
  augment: true,
  limit: null,
  phantomPatients: 40,
  phantomSlices: 24,
  seed: 1,
  clahe: null,
};

/**
 * Settings of whole tables: the paper's, for a GPU and the full data sets; smaller ones, for about an hour on a GPU; and, to
 * see everything at work, for minutes on a CPU. In the short ones the learning rate falls along a cosine and the moving
 * averages follow faster; the shortest begins with a higher rate, and does without augmentation, which pays in long runs.
 */
export const tablePresets: Readonly<Record<PresetName, TableSettings>> = {
  paper,
  'gpu-hour': { ...paper, size: 256, epochs: 20, decay: 'cosine', momentum: 0.9, limit: 1000 },
  'cpu-minutes': {
    ...paper,
    size: 192,
    width: 4,
    deepLab: 'deepLabV3PlusMobile',
    momentum: 0.9,
    epochs: 4,
    batchSize: 2,
    learningRate: 2e-3,
    decay: 'cosine',
    augment: false,
    limit: 96,
    phantomSlices: 3,
  },
};
