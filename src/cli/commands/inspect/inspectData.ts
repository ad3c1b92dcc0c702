import type { CtDataSet, CtPatient } from 'msa-unet';
import { type FolderOptions, openDataSet, requireWritable, writeFileAtomic } from 'msa-unet/node';

import { factsText, measureScan } from './measureScan';
import { drawScan, sheetPng, sheetText, type Tiles } from './sheet';

/** The options of `inspect`. */
export interface InspectRequest extends FolderOptions {
  /** Folder of the data set. */
  readonly data: string;
  /** File of the contact sheet; `undefined` for none. */
  readonly out: string | undefined;
  /** Reads at most this many patients, spread evenly. */
  readonly patients: number | undefined;
  /** Pictures of each scan on the sheet. */
  readonly slices: number | undefined;
}

/** Prints the facts of each scan as soon as it is read, and draws the sheet. */
export async function inspectData(request: InspectRequest): Promise<void> {
  const { data, out, image, mask, liverLabels, slices = 4 } = request;
  if (out !== undefined) await requireWritable(out, 'file');
  const dataSet = await openDataSet(data, { image, mask, liverLabels });
  console.log(headline(dataSet));
  const tiles = await inspect(dataSet, { ...request, slices });
  for (const note of dataSet.notes) console.log(`Note: ${note}`);
  if (out === undefined) return console.log('Pass --out sheet.png to see the masks on the slices.');
  await writeFileAtomic(out, sheetPng(tiles, slices));
  console.log(`${out}: ${sheetText}`);
}

async function inspect(
  { patients }: CtDataSet,
  { out, patients: most = patients.length, slices, liverLabels }: InspectRequest & { readonly slices: number },
): Promise<Tiles[]> {
  const tiles: Tiles[] = [];
  for (const { scans } of spread(patients, most))
    for (const scan of scans) {
      const facts = await measureScan(scan, liverLabels);
      console.log(factsText(facts));
      if (out !== undefined) tiles.push(await drawScan(facts, slices));
    }
  return tiles;
}

function headline({ name, patients, split }: CtDataSet): string {
  const scans = patients.flatMap((patient) => patient.scans);
  const slices = scans.reduce((sum, { depth }) => sum + depth, 0);
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  const all = [count(patients.length, 'patient'), count(scans.length, 'scan'), count(slices, 'slice')].join(', ');
  if (!split) return `${name}: ${all}`;
  return `${name}: ${all}; its own split has ${split.train.length} training, ${split.val.length} validation and ${split.test.length} test scans`;
}

function spread(patients: readonly CtPatient[], most: number): CtPatient[] {
  const count = Math.min(most, patients.length);
  return Array.from({ length: count }, (_, i) => patients[Math.floor(((i + 0.5) * patients.length) / count)]!);
}
