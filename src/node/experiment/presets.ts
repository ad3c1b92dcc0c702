import type { ModelName } from '../../models/buildModel';
import { paperRecipe } from '../../training/paperRecipe';
import type { LearningRateDecay } from '../../training/schedule/learningRateOf';

/** Names of the presets, from the largest to the smallest. */
export const presetNames = ['paper', 'gpu-hour', 'cpu-minutes'] as const;

/** Name of a preset. */
export type PresetName = (typeof presetNames)[number];

/** Settings that all networks of a table share, as plain data. */
export interface TableSettings {
  /** Slices are resized to `size` × `size` pixels. */
  readonly size: number;
  /** Base channels of MSA-UNet, 1 to 16; every network has width / 16 of its full width. */
  readonly width: number;
  /** Network that represents DeepLabv3+. */
  readonly deepLab: Extract<ModelName, `deepLab${string}`>;
  /** Momentum of the normalisations' moving averages. `null`: that of each network's own paper. */
  readonly momentum: number | null;
  readonly epochs: number;
  /** Slices per step. */
  readonly batchSize: number;
  /** Passes per batch for gradient accumulation, as in `trainSegmentation`. */
  readonly accumulate: number;
  readonly learningRate: number;
  readonly decay: LearningRateDecay;
  /** Whether training slices are augmented, as in the paper. */
  readonly augment: boolean;
  /** Maximum number of training slices, evenly spread, and an eighth of that for validation. `null`: all. */
  readonly limit: number | null;
  /** Number of phantom patients, if there are no other data. */
  readonly phantomPatients: number;
  /** Slices per phantom patient. */
  readonly phantomSlices: number;
  /** Seed of weights, shuffling, augmentation, DropBlock, split and phantom. */
  readonly seed: number;
  /** Whether to apply CLAHE. `null`: only if a data set has Hounsfield units. */
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
 * Settings of whole tables: the paper's, for a GPU and the full data sets; smaller ones for about an hour on a GPU; and
 * a demonstration for minutes on a CPU. The short ones use a cosine learning-rate schedule and faster moving averages;
 * the shortest starts with a higher learning rate and omits the augmentation, which pays off only in long runs.
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
