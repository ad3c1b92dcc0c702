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
    summary: 'shows what a CT data set holds, and whether its masks lie on the livers',
    load: async () => (await import('./commands/inspect/inspect')).inspect,
  },
  train: {
    summary: 'trains a network to find the liver, by the recipe of the paper',
    load: async () => (await import('./commands/train/train')).train,
  },
  evaluate: {
    summary: 'scores a trained network on scans whose masks are known',
    load: async () => (await import('./commands/evaluate/evaluate')).evaluate,
  },
  predict: {
    summary: 'writes the masks of scans',
    load: async () => (await import('./commands/predict/predict')).predict,
  },
  table: {
    summary: "trains the networks of the paper's Table 1 or 2, and writes the table beside the paper's figures",
    load: async () => (await import('./commands/table/table')).table,
  },
  summary: {
    summary: 'tells what a network is made of and what it costs',
    load: async () => (await import('./commands/summary/summary')).summary,
  },
};
