import { join } from 'node:path';

import type * as tf from '@tensorflow/tfjs';

import type { CtDataSet } from '../../src/data/dataSet';
import { outputFor } from '../../src/data/labels/outputFor';
import { phantomDataSet } from '../../src/data/phantomDataSet';
import type { Samples } from '../../src/data/sample';
import { takeEvenly } from '../../src/data/takeEvenly';
import { diskCache } from '../../src/node/diskCache';
import { prepareSlices } from '../../src/training/samples/prepareSlices';
import type { TrainSegmentationOptions } from '../../src/training/trainOptions';
import { forgetfulNet, resumable } from './resumable';

/** A run that takes longer than all the time that it is given between kills. */
export interface KillableRun {
  readonly model: tf.LayersModel;
  readonly options: TrainSegmentationOptions;
}

/** Runs on slices that are cached in a folder: of the liver as in the paper, and of organs with all that later recipes know. */
export const killableRuns = {
  liver: (folder: string): KillableRun => {
    const train = cached(folder, phantomDataSet({ patients: 2, slicesPerPatient: 5, size: 16, seed: 4 }));
    const options = { ...resumable, train, epochs: 100, earlyStopping: null };
    return { model: forgetfulNet({ filters: 24 }), options };
  },
  organs: (folder: string): KillableRun => {
    const data = phantomDataSet({ patients: 2, slicesPerPatient: 5, size: 32, seed: 4, labels: 'organs' });
    const train = cached(folder, data);
    const val = takeEvenly(train, 2);
    const schedule = { decay: 'poly', warmup: 2.5, weightDecay: 0.02, emaDecay: 0.9, plateau: null } as const;
    const options = { ...resumable, train, val, epochs: 20, ...schedule, augmentation: 'strong' } as const;
    return { model: forgetfulNet({ filters: 6, output: outputFor(train.labels!) }), options };
  },
};

/** The first 7 slices. */
function cached(folder: string, { patients }: CtDataSet): Samples {
  const scans = patients.flatMap((patient) => patient.scans);
  const slices = scans.flatMap((scan) => Array.from({ length: scan.depth }, (_, index) => ({ scan, index })));
  return prepareSlices(slices.slice(0, 7), { cache: diskCache(join(folder, 'cache'), { warn: unexpected }) });
}

function unexpected(line: string): never {
  throw new Error(line);
}
