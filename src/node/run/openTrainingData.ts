import type { CtDataSet, SliceRef } from '../../data/dataSet';
import type { DataSource } from '../../data/dataSource';
import { huNotes } from '../../data/huNotes';
import type { Samples } from '../../data/sample';
import type { SliceCache } from '../../data/sliceCache';
import { sliceUnits } from '../../data/sliceUnits';
import type { Parts } from '../../data/split/split';
import { splitDataSet } from '../../data/split/splitDataSet';
import type { SplitRecord } from '../../data/split/splitRecord';
import { takeEvenly } from '../../data/takeEvenly';
import type { ClaheOptions } from '../../ops/claheOptions';
import type { Context } from '../../preprocess/input/contextSlices';
import type { HuRange, Preprocessing } from '../../preprocess/input/preprocessing';
import type { HuWindowOptions } from '../../preprocess/windowHu';
import { preprocessingOf, type RunData } from '../../training/run/runSettings';
import { prepareSlices } from '../../training/samples/prepareSlices';
import { requireKnown, requireSides } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { contextNotes } from './contextNotes';
import { notingAbsent } from './notingAbsent';
import { folderSources, located, openDataSources } from './openDataSources';

/** Options of {@link openTrainingData}. */
export interface OpenTrainingDataOptions {
  /** Folders of data sets, or sources with options; several are mixed. */
  sources: readonly (string | DataSource)[];
  /** Height and width to resize slices to, in pixels. `null`: their original size. @defaultValue `null` */
  size?: readonly [height: number, width: number] | null;
  /** The CT window. `null`: the paper's, −200 to 250 HU; that of PNG slices remains unknown. @defaultValue `null` */
  window?: HuWindowOptions | null;
  /** Several CT windows in place of `window`, each a channel. `null`: one. @defaultValue `null` */
  windows?: readonly HuRange[] | null;
  /** Height and width of a pixel in mm to resample slices to, in place of `size`. `null`: their own. @defaultValue `null` */
  spacing?: readonly [y: number, x: number] | null;
  /** Neighbouring slices on each side that are channels too, as in {@link prepareSlices}. @defaultValue `0` */
  context?: number;
  /** Distance between the slices of `context` in mm. `null`: slices next to each other. @defaultValue `null` */
  contextMm?: number | null;
  /** CLAHE, or its options. `null`: unless all data are PNG slices. @defaultValue `null` */
  clahe?: boolean | ClaheOptions | null;
  /** Maximum number of slices of each part, spread evenly. `null`: all. @defaultValue all */
  limit?: Partial<Parts<number | null>>;
  /** Unit of the split, as in {@link splitDataSet}. @defaultValue `'patient'` */
  by?: 'patient' | 'slice';
  /** Label with and without which patients are split separately, as in {@link splitDataSet}. `null`: none. @defaultValue `null` */
  stratify?: string | null;
  /** Seed of the split. @defaultValue `0` */
  seed?: number;
  /**
   * Called when all training slices have been read, with labels that no slice of a data set holds. `null`: not at all.
   * @defaultValue `console.warn`
   */
  onNote?: ((note: string) => void) | null;
  /** Cache of prepared slices, such as {@link diskCache}. @defaultValue none */
  cache?: SliceCache | null;
}

/** Data for training, and what {@link saveRun} records of them. */
export interface TrainingData {
  readonly dataSet: CtDataSet;
  /** Prepared slices for training, validation and testing. */
  readonly parts: Parts<Samples>;
  /** All slices of each part, not prepared. */
  readonly slices: Parts<readonly SliceRef[]>;
  /** Prepares slices in the same way as those of `parts`. */
  prepare(slices: readonly SliceRef[]): Samples;
  /** The scans of each part. */
  readonly split: SplitRecord;
  readonly preprocessing: Preprocessing;
  readonly data: RunData;
  /** Notes for the user on how the files were read and split, and on values that may not be Hounsfield units. */
  readonly notes: readonly string[];
}

/**
 * Opens data sets, splits them 8 : 1 : 1 and prepares their slices, as `msa-unet train` does. Options:
 * {@link OpenTrainingDataOptions}.
 *
 * @throws OptionError (the promise) if an option is unknown or out of range, or a data set has too few patients; what
 * {@link openDataSet} throws
 * @example
 * ```ts no-run
 * import { openTrainingData } from 'msa-unet/node';
 *
 * const { parts, notes } = await openTrainingData({ sources: ['data/LiTS'], size: [256, 256], seed: 1 });
 * console.log(parts.train.length, parts.val.length, parts.test.length, notes);
 * ```
 */
export async function openTrainingData({
  sources,
  window = null,
  clahe = null,
  limit: { train = null, val = null, test = null, ...otherLimits } = {},
  by = 'patient',
  stratify = null,
  seed = 0,
  cache = null,
  onNote = console.warn,
  ...rest
}: OpenTrainingDataOptions): Promise<TrainingData> {
  const { size = null, spacing = null, windows = null, context = 0, contextMm = null, ...others } = rest;
  const input = { size, spacing, windows, context, contextMm };
  const known = { sources, ...input, window, clahe, limit: null, by, stratify, seed, cache, onNote };
  requireKnown<OpenTrainingDataOptions>('openTrainingData', others, known);
  requireKnown<Parts<number>>('openTrainingData', otherLimits, { train, val, test });
  if (size !== null) requireSides('openTrainingData', 'size', size);
  const opened = sources.flatMap((source) => (typeof source === 'string' ? folderSources([source]) : source));
  const dataSet = await openDataSources(opened);
  const { parts: slices, record: split } = await splitDataSet(dataSet, { seed, by, stratify, recordContent: true });
  const units = await sliceUnits(dataSet);
  const preprocessing = preprocessingFor(units, { ...input, window, clahe });
  const prepare = (refs: readonly SliceRef[]) => prepareSlices(refs, { ...preprocessing, cache });
  const part = (name: keyof typeof slices, most: number | null) => atMost(prepare(slices[name]), most);
  return {
    ...{ dataSet, slices, prepare, split, preprocessing },
    parts: { train: noting(part('train', train), dataSet, onNote), val: part('val', val), test: part('test', test) },
    data: {
      sources: opened.map(located),
      limit: { train, val, test },
      units: [...units].sort(),
      windowKnown: window !== null || windows !== null || !units.has('grey'),
    },
    notes: [...dataSet.notes, ...split.warnings, ...(await scanNotes(dataSet, input))],
  };
}

async function scanNotes({ patients }: CtDataSet, context: Context): Promise<string[]> {
  const scans = patients.flatMap((patient) => patient.scans);
  return [...(await huNotes(scans)), ...contextNotes(scans, context)];
}

function noting(train: Samples, { patients }: CtDataSet, onNote: ((note: string) => void) | null): Samples {
  if (onNote === null) return train;
  const sets = new Map(patients.map(({ id, dataSet }) => [id, dataSet]));
  return notingAbsent(train, (patient) => sets.get(patient) ?? patient, onNote);
}

const atMost = (samples: Samples, most: number | null) => (most === null ? samples : takeEvenly(samples, most));

type Input = Pick<OpenTrainingDataOptions, keyof Preprocessing>;

/** Fills in the defaults. @throws OptionError if slices that have a window would get several */
function preprocessingFor(units: ReadonlySet<string>, { window, clahe, ...input }: Input): Preprocessing {
  if ((input.windows?.length ?? 0) > 1 && units.has('grey'))
    throw invalidOption(
      'openTrainingData',
      'windows',
      'null for PNG slices, which already have a window',
      input.windows,
    );
  const equalise = clahe ?? units.has('hu'); // grey levels may already be equalised
  const options = typeof equalise === 'object' ? equalise : equalise ? {} : null;
  return preprocessingOf({ ...input, window: window ?? {}, clahe: options });
}
