import { SegmentationScores } from 'msa-unet';

import { readOptions } from '../../examples/quickstart/options';
import type { RunSummary } from '../../examples/quickstart/summary';

/** A run with three test slices of two patients, one of whom has a name that HTML must escape. */
export async function runSummary(): Promise<RunSummary> {
  const scores = new SegmentationScores();
  scores.addCounts({ tp: 1, fp: 1, fn: 0 }, 'a');
  scores.addCounts({ tp: 1, fp: 0, fn: 1 }, 'a');
  scores.addCounts({ tp: 1, fp: 0, fn: 0 }, '<b>');
  const test = await scores.result();
  return {
    data: 'synthetic CT phantom',
    clahe: true,
    slices: { train: 20, val: 4, test: 3 },
    test,
    testPatients: [
      { patient: 'a', slices: 2, scores: test.micro },
      { patient: '<b>', slices: 1, scores: test.micro },
    ],
    baseline: { low: 100, high: 140, dice: 0.65 },
    training: { epochs: 5, bestEpoch: 4, ended: 'done', seconds: 12.4 },
    options: readOptions(['--name', 'test', '--data', 'slices & masks'])!,
    model: { name: 'msaUnet', parameters: 1234567 },
    backend: { name: 'wasm', detail: 'SIMD', reason: 'as asked', versions: { node: '20.19.0' } },
  };
}
