import { useGraphs } from './graphMakers';
import type { InFolder } from './graphSession';
import { recordLoadedGraph } from './loadedGraph';
import { recordLoadedStep } from './loadedStep';

/** Lets layers compute by graphs of TensorFlow. `useBackend` does this, so that web pages do not carry the code. */
export const enableGraphs = (inFolder: InFolder): void =>
  useGraphs({ record: recordLoadedGraph(inFolder), recordStep: recordLoadedStep(inFolder) });
