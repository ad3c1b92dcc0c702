import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { CtDataSet, CtPatient } from 'msa-unet';
import { openDataSet, writeFileAtomic } from 'msa-unet/node';

import { factsText, measureScan } from './measureScan';
import { help, type InspectOptions, readOptions } from './options';
import { drawScan, sheetPng, sheetText, type Tiles } from './sheet';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return void process.stdout.write(help);
  const { folder, image, mask, liverLabels } = options;
  if (options.out !== null) await requireFolder(dirname(options.out));
  const dataSet = await openDataSet(folder, { image, mask, liverLabels });
  console.log(headline(dataSet));
  const tiles = await inspect(dataSet, options);
  for (const note of dataSet.notes) console.log(`Note: ${note}`);
  if (options.out === null) return console.log('--out sheet.png draws the masks on the slices.');
  await writeFileAtomic(options.out, sheetPng(tiles, options.slices));
  console.log(`${options.out}: ${sheetText}`);
}

/** Before hours of reading. */
async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new Error(`--out: there is no folder ${folder}; make it first`);
}

/** Prints a line per scan as soon as it has been read. */
async function inspect({ patients }: CtDataSet, options: InspectOptions): Promise<Tiles[]> {
  const { out, patients: most, slices, liverLabels } = options;
  const tiles: Tiles[] = [];
  for (const { scans } of spread(patients, most ?? patients.length))
    for (const scan of scans) {
      const facts = await measureScan(scan, liverLabels);
      console.log(factsText(facts));
      if (out !== null) tiles.push(await drawScan(facts, slices));
    }
  return tiles;
}

function headline({ name, patients, split }: CtDataSet): string {
  const scans = patients.flatMap((patient) => patient.scans);
  const slices = scans.reduce((sum, { depth }) => sum + depth, 0);
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  const all = [count(patients.length, 'patient'), count(scans.length, 'scan'), count(slices, 'slice')].join(', ');
  if (!split) return `${name}: ${all}`;
  return `${name}: ${all}; it names ${split.train.length} scans to train, ${split.val.length} to validate, ${split.test.length} to test`;
}

function spread(patients: readonly CtPatient[], most: number): CtPatient[] {
  const count = Math.min(most, patients.length);
  return Array.from({ length: count }, (_, i) => patients[Math.floor(((i + 0.5) * patients.length) / count)]!);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
