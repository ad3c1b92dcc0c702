import { SegmentationScores } from 'msa-unet';

import type { RunSummary } from '../../examples/quickstart/summary';
import { folderSources } from '../../src/node/run/openDataSources';
import { runSettings } from '../../src/training/run/runSettings';

/** A run with three test slices of two patients, one of whom has a name that HTML must escape. */
export async function runSummary(): Promise<RunSummary> {
  const scores = new SegmentationScores();
  scores.addCounts({ tp: 1, fp: 1, fn: 0 }, 'a');
  scores.addCounts({ tp: 1, fp: 0, fn: 1 }, 'a');
  scores.addCounts({ tp: 1, fp: 0, fn: 0 }, '<b>');
  const test = await scores.result();
  return {
    name: 'test',
    dataSet: 'slices & masks',
    settings: runSettings({
      preprocessing: { size: [128, 128] },
      network: { name: 'msaUnet', options: { baseFilters: 4 } },
      recipe: { epochs: 5, decay: 'cosine' },
      data: {
        sources: folderSources(['slices & masks'], { liverLabels: [1, 2] }),
        limit: { train: null, val: null, test: null },
        units: ['hu'],
        windowKnown: true,
      },
      backend: { name: 'wasm', detail: 'SIMD', versions: { node: '20.19.0' } },
    }),
    slices: { train: 20, val: 4, test: 3 },
    test,
    testPatients: [
      { patient: 'a', slices: 2, scores: test.micro },
      { patient: '<b>', slices: 1, scores: test.micro },
    ],
    baseline: { low: 100, high: 140, dice: 0.65 },
    training: { epochs: 5, bestEpoch: 4, ended: 'done', seconds: 12.4 },
    parameters: 1234567,
  };
}
