import { useGraphs } from './graphMakers';
import type { InFolder } from './graphSession';
import { recordLoadedGraph } from './loadedGraph';
import { recordLoadedStep } from './loadedStep';

/** Makes layers compute by TensorFlow graphs. Only `useBackend` calls this, so that web pages do not load the code. */
export const enableGraphs = (inFolder: InFolder): void =>
  useGraphs({ record: recordLoadedGraph(inFolder), recordStep: recordLoadedStep(inFolder) });
