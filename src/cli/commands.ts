import type { Command } from './command';

/** A command that has not been loaded. */
interface Entry {
  /** What it does, in one line. */
  readonly summary: string;
  /** TensorFlow.js comes with the command: help and version do without. */
  load(): Promise<Command>;
}

/** The commands, in the order in which one needs them. */
export const commands: Readonly<Record<string, Entry>> = {
  inspect: {
    summary: 'show what a CT data set contains and whether its masks lie on the livers',
    load: async () => (await import('./commands/inspect')).inspect,
  },
  train: {
    summary: "train a network to segment the liver, with the paper's recipe",
    load: async () => (await import('./commands/train')).train,
  },
  evaluate: {
    summary: 'score a trained network on scans with ground-truth masks',
    load: async () => (await import('./commands/evaluate')).evaluate,
  },
  predict: {
    summary: 'write the liver masks of scans',
    load: async () => (await import('./commands/predict')).predict,
  },
  table: {
    summary: "train the networks of the paper's Table 1 or 2 and print their scores beside the paper's",
    load: async () => (await import('./commands/table')).table,
  },
  summary: {
    summary: 'show the layers of a network and what it costs',
    load: async () => (await import('./commands/summary')).summary,
  },
};
