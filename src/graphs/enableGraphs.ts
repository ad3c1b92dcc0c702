import { useGraphs } from './graphMakers';
import { recordLoadedGraph } from './loadedGraph';
import { recordLoadedStep } from './loadedStep';

/** Lets layers compute by graphs of TensorFlow. `useBackend` does this, so that web pages do not carry the code. */
export const enableGraphs = (): void => useGraphs({ record: recordLoadedGraph, recordStep: recordLoadedStep });
