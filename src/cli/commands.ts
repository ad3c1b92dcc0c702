import type { Command } from './command';

/** A command that is not loaded yet. */
interface Entry {
  /** Its action in one imperative line. */
  readonly summary: string;
  /** Loads the command with TensorFlow.js, which help and version do not need. */
  load(): Promise<Command>;
}

/** The commands, in the order of use. */
export const commands: Readonly<Record<string, Entry>> = {
  inspect: {
    summary: 'show what a CT data set contains and whether its masks lie on the livers',
    load: async () => (await import('./commands/inspect/inspect')).inspect,
  },
  train: {
    summary: "train a network to segment the liver, with the paper's recipe",
    load: async () => (await import('./commands/train/train')).train,
  },
  evaluate: {
    summary: 'score a trained network on scans with ground-truth masks',
    load: async () => (await import('./commands/evaluate/evaluate')).evaluate,
  },
  predict: {
    summary: 'write the liver masks of scans',
    load: async () => (await import('./commands/predict/predict')).predict,
  },
  table: {
    summary: "train the networks of the paper's Table 1 or 2 and print their scores beside the paper's",
    load: async () => (await import('./commands/table/table')).table,
  },
  summary: {
    summary: 'show the layers of a network and what it costs',
    load: async () => (await import('./commands/summary/summary')).summary,
  },
};
