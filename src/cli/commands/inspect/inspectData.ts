import { type CtDataSet, type CtPatient, equalScans } from 'msa-unet';
import { type FolderOptions, openDataSet, requireWritable, writeFileAtomic } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { counted } from '../../counted';
import type { seriesOptions } from '../../options/seriesOptions';
import { type LabelledScan, labelsText } from './labelsText';
import { factsText, measureScan } from './measureScan';
import { scanAlone } from './scanAlone';
import { drawScan, labelSheetText, scanSheetText, sheetPng, sheetText, type Tiles } from './sheet';

/** The options of `inspect`. */
export interface InspectRequest extends FolderOptions, Values<typeof seriesOptions> {
  /** Folder of the data set. */
  readonly data: string;
  /** File of the contact sheet; `undefined` for none. */
  readonly out: string | undefined;
  /** Reads at most this many patients, spread evenly. */
  readonly patients: number | undefined;
  /** Pictures of each scan on the sheet. */
  readonly slices: number | undefined;
}

/** How scans are looked at. */
interface Looks {
  readonly slices: number;
  readonly hasMasks: boolean;
}

/** Prints the facts of each scan as soon as it is read, and draws the sheet. */
export async function inspectData(request: InspectRequest): Promise<void> {
  const { out, slices = 4 } = request;
  if (out !== undefined) await requireWritable(out, 'file');
  const { dataSet, hasMasks } = await open(request);
  console.log(headline(dataSet));
  const patients = spread(dataSet.patients, request.patients ?? dataSet.patients.length);
  const tiles = await inspect(patients, { ...request, slices, hasMasks });
  const notes = [...dataSet.notes, ...(hasMasks ? await patientNotes(dataSet, patients) : [])];
  for (const note of notes) console.log(`Note: ${note}`);
  if (out === undefined)
    return console.log(`Pass --out sheet.png to see the slices${hasMasks ? ' with the masks' : ''}.`);
  await writeFileAtomic(out, sheetPng(tiles, slices));
  console.log(`${out}: ${!hasMasks ? scanSheetText : request.labels ? labelSheetText : sheetText}`);
}

/** Notes on patients that count as one, and on too few of them. */
async function patientNotes({ patients: all }: CtDataSet, patients: readonly CtPatient[]): Promise<string[]> {
  const equal = await equalScans(patients.flatMap(({ scans }) => scans));
  const copies = equal.reduce((sum, { scans }) => sum + new Set(scans.map(({ patient }) => patient)).size - 1, 0);
  return [...equal.map(({ text }) => text), ...(all.length - copies < 3 ? [tooFew] : [])];
}

const tooFew =
  'train needs at least 3 patients; to try things out with fewer, pass it --by slice: the scores are then too high';

/** Opens a data set, or a scan if there is none. */
async function open(request: InspectRequest): Promise<{ dataSet: CtDataSet; hasMasks: boolean }> {
  const { data, image, mask, liverLabels, labels } = request;
  try {
    return { dataSet: await openDataSet(data, { image, mask, liverLabels, labels }), hasMasks: true };
  } catch (cause) {
    if (image !== undefined || mask !== undefined || labels !== undefined) throw cause;
    return { dataSet: await scanAlone(data, request, cause), hasMasks: false };
  }
}

async function inspect(
  patients: readonly CtPatient[],
  { out, slices, hasMasks }: Omit<InspectRequest, 'patients'> & Looks,
): Promise<Tiles[]> {
  const tiles: Tiles[] = [];
  const labelled: LabelledScan[] = [];
  for (const { scans } of patients)
    for (const scan of scans) {
      const facts = await measureScan(scan, hasMasks);
      console.log(factsText(facts));
      labelled.push(facts);
      if (out !== undefined) tiles.push(await drawScan(facts, slices));
    }
  const table = patients[0]?.scans[0]?.labels;
  if (table) console.log(labelsText(table, labelled));
  return tiles;
}

function headline({ name, patients, split }: CtDataSet): string {
  const scans = patients.flatMap((patient) => patient.scans);
  const slices = scans.reduce((sum, { depth }) => sum + depth, 0);
  const all = [counted(patients.length, 'patient'), counted(scans.length, 'scan'), counted(slices, 'slice')].join(', ');
  if (!split) return `${name}: ${all}`;
  return `${name}: ${all}; its own split has ${split.train.length} training, ${split.val.length} validation and ${split.test.length} test scans`;
}

function spread(patients: readonly CtPatient[], most: number): CtPatient[] {
  const count = Math.min(most, patients.length);
  return Array.from({ length: count }, (_, i) => patients[Math.floor(((i + 0.5) * patients.length) / count)]!);
}
