import { contentHash } from '../../data/contentHash';
import type { CtDataSet, CtScan, SliceRef } from '../../data/dataSet';
import { mixDataSets } from '../../data/mixDataSets';
import { phantomDataSet } from '../../data/phantomDataSet';
import type { Samples } from '../../data/sample';
import { sliceUnits } from '../../data/sliceUnits';
import type { Parts } from '../../data/split/split';
import { partNames } from '../../data/split/split';
import { splitDataSet } from '../../data/split/splitDataSet';
import type { SplitRecord } from '../../data/split/splitRecord';
import { takeEvenly } from '../../data/takeEvenly';
import type { TableData } from '../../report/tableReport';
import { prepareSlices } from '../../training/samples/prepareSlices';
import { openDataSet } from '../dataSets/openDataSet';
import type { OpenNiftiPairsOptions } from '../dataSets/openNiftiPairs';
import { diskCache } from '../diskCache';
import { hashOf } from './hashOf';
import type { TableSettings } from './presets';

/** Where slices come from. */
export interface DataSource extends Pick<OpenNiftiPairsOptions, 'image' | 'mask' | 'liverLabels'> {
  /** Folders of data sets, which are mixed; none: the phantom. */
  readonly folders: readonly string[];
  /** Where prepared slices are kept. */
  readonly cache: string;
}

/** All slices of a test scan, in order. */
export interface TestScan {
  readonly patient: string;
  readonly name: string;
  /** Of the slices as they are scored, in mm; `null` where it is not known. */
  readonly spacing: readonly [z: number, y: number, x: number] | null;
  readonly samples: Samples;
}

/** What networks learn from, are chosen by and tested on. */
export interface ExperimentData {
  readonly train: Samples;
  readonly val: Samples;
  readonly test: readonly TestScan[];
  readonly facts: DataFacts;
  readonly split: SplitRecord;
}

/** What the data are, for the report, and by what they are known again. */
export interface DataFacts extends TableData {
  /** Of names, sizes and content of all scans. */
  readonly hash: string;
  /** Of which scans are in which part. */
  readonly splitHash: string;
}

/**
 * Opens the data, divides them by patient and prepares the slices.
 *
 * @param onNote told what a user should know about how the files were read
 */
export async function experimentData(
  source: DataSource,
  settings: TableSettings,
  onNote: (note: string) => void,
): Promise<ExperimentData> {
  const dataSet = await openData(source, settings);
  const { parts, record } = await splitDataSet(dataSet, { seed: settings.seed });
  for (const note of [...dataSet.notes, ...record.warnings]) onNote(note);
  const hasUnits = (await sliceUnits(dataSet)).has('hu');
  const clahe = settings.clahe ?? hasUnits; // grey levels may have been equalised already
  const size = [settings.size, settings.size] as const;
  const cache = diskCache(source.cache, { maxBytes: 8e9 });
  const prepare = (refs: readonly SliceRef[]) => prepareSlices(refs, { size, clahe: clahe ? {} : null, cache });
  const { limit } = settings;
  const most = (samples: Samples, count: number | null) => (count === null ? samples : takeEvenly(samples, count));
  const train = most(prepare(parts.train), limit);
  const val = most(prepare(parts.val), limit && Math.ceil(limit / 8));
  return {
    train,
    val,
    test: await testScans(parts.test, settings.size, prepare),
    split: record,
    facts: {
      sets: [...new Set(dataSet.patients.map((patient) => patient.dataSet))],
      description: `${dataSet.name}${hasUnits ? ', window −200 to 250 HU' : ''}${clahe ? ', CLAHE' : ''}`,
      synthetic: source.folders.length === 0,
      patients: eachPart((part) => new Set(record.parts[part].map(({ patient }) => patient)).size),
      slices: eachPart((part) => parts[part].length),
      used: { train: train.length, val: val.length, test: parts.test.length },
      rule: record.rule,
      warnings: record.warnings,
      clahe,
      hash: await dataHash(dataSet),
      splitHash: hashOf(eachPart((part) => record.parts[part].map(({ scan, slices }) => [scan, slices]))),
    },
  };
}

async function openData(
  { folders, image, mask, liverLabels }: DataSource,
  settings: TableSettings,
): Promise<CtDataSet> {
  const { size, seed, phantomPatients: patients, phantomSlices: slicesPerPatient } = settings;
  if (folders.length === 0) return phantomDataSet({ patients, slicesPerPatient, size, seed });
  const sets: CtDataSet[] = [];
  for (const folder of folders) sets.push(await openDataSet(folder, { image, mask, liverLabels }));
  return sets.length === 1 ? sets[0]! : mixDataSets(...sets);
}

function eachPart<T>(tell: (part: keyof Parts<T>) => T): Parts<T> {
  const [train, val, test] = partNames.map(tell);
  return { train: train!, val: val!, test: test! };
}

/** The refs of each scan, and what the distances of its pixels are once they are resized. */
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

/** Copies of the files have the same hash: dates do not count. */
async function dataHash({ patients }: CtDataSet): Promise<string> {
  const scans: unknown[] = [];
  for (const scan of patients.flatMap((patient) => patient.scans))
    scans.push([scan.patient, scan.name, scan.depth, scan.spacing, await contentHash(scan)]);
  return hashOf(scans);
}
