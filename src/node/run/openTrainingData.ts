import type { CtDataSet, SliceRef } from '../../data/dataSet';
import type { DataSource } from '../../data/dataSource';
import type { Samples } from '../../data/sample';
import type { SliceCache } from '../../data/sliceCache';
import { sliceUnits } from '../../data/sliceUnits';
import type { Parts } from '../../data/split/split';
import { splitDataSet } from '../../data/split/splitDataSet';
import type { SplitRecord } from '../../data/split/splitRecord';
import { takeEvenly } from '../../data/takeEvenly';
import type { HuWindowOptions } from '../../preprocess/windowHu';
import { type Preprocessing, preprocessingOf, type RunData } from '../../training/run/runSettings';
import { prepareSlices } from '../../training/samples/prepareSlices';
import { folderSources, located, openDataSources } from './openDataSources';

/** Options of {@link openTrainingData}. */
export interface OpenTrainingDataOptions {
  /** Folders of data sets, or sources with their options; several are mixed. */
  sources: readonly (string | DataSource)[];
  /** Height and width that slices are resized to, in pixels; `null` leaves them as they are. @defaultValue `null` */
  size?: readonly [height: number, width: number] | null;
  /** The CT window; `null`: the paper's, −200 to 250 HU, whatever window PNG slices have. @defaultValue `null` */
  window?: HuWindowOptions | null;
  /** Whether contrast is equalised; `null`: yes, but not where there are PNG slices alone. @defaultValue `null` */
  clahe?: boolean | null;
  /** At most so many slices of each part, spread evenly; `null`: all. @defaultValue all */
  limit?: Partial<Parts<number | null>>;
  /** What stays together, as in `splitDataSet`. @defaultValue `'patient'` */
  by?: 'patient' | 'slice';
  /** Seed of the split. @defaultValue `0` */
  seed?: number;
  /** Where prepared slices are kept. @defaultValue nowhere */
  cache?: SliceCache | null;
}

/** Data that a network can be trained on, with what `saveRun` records of them. */
export interface TrainingData {
  readonly dataSet: CtDataSet;
  /** Prepared slices to learn from, to choose the best epoch by, and to test on. */
  readonly parts: Parts<Samples>;
  /** Slices of each part before they are prepared, without a limit. */
  readonly slices: Parts<readonly SliceRef[]>;
  /** Prepares slices as those of `parts`. */
  prepare(slices: readonly SliceRef[]): Samples;
  /** Which scans went where. */
  readonly split: SplitRecord;
  readonly preprocessing: Preprocessing;
  readonly data: RunData;
  /** What a user should know about how the files were read and divided. */
  readonly notes: readonly string[];
}

/**
 * Opens data sets, divides them 8 : 1 : 1 and prepares their slices, as `msa-unet train` does.
 *
 * @example `const { parts, split, preprocessing, data } = await openTrainingData({ sources: ['LiTS'], size: [256, 256] });`
 * @throws RangeError (the promise) if an option is out of range, or a data set has too few patients; else as `openDataSet`
 */
export async function openTrainingData({
  sources,
  size = null,
  window = null,
  clahe = null,
  limit: { train = null, val = null, test = null } = {},
  by = 'patient',
  seed = 0,
  cache = null,
}: OpenTrainingDataOptions): Promise<TrainingData> {
  const opened = sources.flatMap((source) => (typeof source === 'string' ? folderSources([source]) : source));
  const dataSet = await openDataSources(opened);
  const { parts: slices, record: split } = await splitDataSet(dataSet, { seed, by, recordContent: true });
  const units = await sliceUnits(dataSet);
  const equalise = clahe ?? units.has('hu'); // grey levels may have been equalised already
  const preprocessing = preprocessingOf({ size, window: window ?? {}, clahe: equalise ? {} : null });
  const prepare = (refs: readonly SliceRef[]) => prepareSlices(refs, { ...preprocessing, cache });
  const part = (name: keyof typeof slices, most: number | null) => {
    const samples = prepare(slices[name]);
    return most === null ? samples : takeEvenly(samples, most);
  };
  return {
    ...{ dataSet, slices, prepare, split, preprocessing },
    parts: { train: part('train', train), val: part('val', val), test: part('test', test) },
    data: {
      sources: opened.map(located),
      limit: { train, val, test },
      units: [...units].sort(),
      windowKnown: window !== null || !units.has('grey'),
    },
    notes: [...dataSet.notes, ...split.warnings],
  };
}
