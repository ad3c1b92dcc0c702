import { contentHash } from '../../data/contentHash';
import type { CtDataSet, CtScan, SliceRef } from '../../data/dataSet';
import type { DataSource } from '../../data/dataSource';
import type { Samples } from '../../data/sample';
import { type Parts, partNames } from '../../data/split/split';
import type { TableData } from '../../report/tableReport';
import { preprocessingText } from '../../training/run/preprocessingText';
import { diskCache } from '../diskCache';
import { type FolderOptions, folderSources } from '../run/openDataSources';
import { openTrainingData, type TrainingData } from '../run/openTrainingData';
import { hashOf } from './hashOf';
import type { TableSettings } from './presets';

/** Source of the slices. */
export interface ExperimentSource extends Omit<FolderOptions, 'labels'> {
  /** Folders of data sets to mix; empty: the phantom. */
  readonly folders: readonly string[];
  /** Folder of the cache of prepared slices. */
  readonly cache: string;
}

/** All slices of a test scan, in order. */
export interface TestScan {
  readonly patient: string;
  readonly name: string;
  /** Spacing of the slices as scored, in mm. `null`: unknown. */
  readonly spacing: readonly [z: number, y: number, x: number] | null;
  readonly samples: Samples;
}

/** Data for training, validation and testing. */
export interface ExperimentData {
  readonly train: Samples;
  readonly val: Samples;
  /** The part of the data that the settings of every job record. */
  readonly recorded: Pick<TrainingData, 'preprocessing' | 'data' | 'split'>;
  readonly test: readonly TestScan[];
  readonly facts: DataFacts;
}

/** Description of the data for the report, and hashes that identify them. */
export interface DataFacts extends TableData {
  /** Hash of names, sizes and content of all scans. */
  readonly hash: string;
  /** Hash of the assignment of scans to parts. */
  readonly splitHash: string;
}

/**
 * Opens the data, splits them by patient and prepares the slices.
 *
 * @param onNote called with notes on how the files were read
 */
export async function experimentData(
  source: ExperimentSource,
  settings: TableSettings,
  onNote: (note: string) => void,
): Promise<ExperimentData> {
  const { limit, seed, clahe } = settings;
  const training = await openTrainingData({
    sources: sourcesOf(source, settings),
    size: [settings.size, settings.size],
    limit: { train: limit, val: limit && Math.ceil(limit / 8) },
    ...{ clahe, seed },
    cache: diskCache(source.cache, { maxBytes: 8e9 }),
  });
  for (const note of training.notes) onNote(note);
  const { dataSet, parts, slices, prepare, split, preprocessing, data } = training;
  const { train, val } = parts;
  return {
    ...{ train, val },
    test: await testScans(slices.test, settings.size, prepare),
    recorded: { preprocessing, data, split },
    facts: {
      ...factsOf(training),
      synthetic: source.folders.length === 0,
      used: { train: train.length, val: val.length, test: slices.test.length },
      hash: await dataHash(dataSet, source),
      splitHash: hashOf(eachPart((part) => split.parts[part].map(({ scan, slices }) => [scan, slices]))),
    },
  };
}

function factsOf({ dataSet, slices, split, preprocessing, data }: TrainingData) {
  const { window, clahe } = preprocessing;
  const text = preprocessingText({ ...(data.units?.includes('hu') ? { window } : {}), clahe });
  return {
    sets: [...new Set(dataSet.patients.map((patient) => patient.dataSet))],
    description: `${dataSet.name}, ${text}`,
    patients: eachPart((part) => new Set(split.parts[part].map(({ patient }) => patient)).size),
    slices: eachPart((part) => slices[part].length),
    rule: split.rule,
    warnings: split.warnings,
    clahe: clahe !== null,
  };
}

function sourcesOf({ folders, image, mask, liverLabels }: ExperimentSource, settings: TableSettings): DataSource[] {
  const { size, seed, phantomPatients: patients, phantomSlices: slicesPerPatient } = settings;
  if (folders.length > 0) return folderSources(folders, { image, mask, liverLabels });
  return [{ kind: 'phantom', patients, slicesPerPatient, size, seed }];
}

function eachPart<T>(tell: (part: keyof Parts<T>) => T): Parts<T> {
  const [train, val, test] = partNames.map(tell);
  return { train: train!, val: val!, test: test! };
}

/** Groups slices by scan, with the pixel spacing after resizing. */
async function testScans(
  refs: readonly SliceRef[],
  size: number,
  prepare: (refs: readonly SliceRef[]) => Samples,
): Promise<TestScan[]> {
  const byScan = new Map<CtScan, SliceRef[]>();
  for (const ref of refs) byScan.set(ref.scan, [...(byScan.get(ref.scan) ?? []), ref]);
  const scans: TestScan[] = [];
  for (const [scan, own] of byScan) {
    const { height, width } = await scan.readSlice(own[0]!.index);
    const [z, y, x] = scan.spacing ?? [0, 0, 0];
    const spacing = scan.spacing && ([z, (y * height) / size, (x * width) / size] as const);
    scans.push({ patient: scan.patient, name: scan.name, spacing, samples: prepare(own) });
  }
  return scans;
}

/**
 * Hashes the data without dates, so that copies of the files have the same hash, and the patterns and liver labels by
 * which masks are read.
 */
async function dataHash(
  { patients }: CtDataSet,
  { image, mask, liverLabels }: Pick<ExperimentSource, 'image' | 'mask' | 'liverLabels'>,
): Promise<string> {
  const reading = [image ?? null, mask ?? null, liverLabels ?? null];
  const scans: unknown[] = reading.some((option) => option !== null) ? [reading] : []; // older tables lack it
  for (const scan of patients.flatMap((patient) => patient.scans))
    scans.push([scan.patient, scan.name, scan.depth, scan.spacing, await contentHash(scan)]);
  return hashOf(scans);
}
