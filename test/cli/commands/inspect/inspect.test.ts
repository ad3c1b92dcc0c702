import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/cli/args/usageError';
import { inspect } from '../../../../src/cli/commands/inspect/inspect';
import { factsText, measureScan } from '../../../../src/cli/commands/inspect/measureScan';
import { chooseSlices, sheetPng, sheetText } from '../../../../src/cli/commands/inspect/sheet';
import { type ScanContext, type ScanSums, warningsOn } from '../../../../src/cli/commands/inspect/warnings';
import { readBytes } from '../../../../src/data/ctFile';
import { encodeNifti } from '../../../../src/data/formats/nifti/encodeNifti';
import { structFile } from '../../../support/maskObjects';
import { memorySet, type PhantomScan, phantomScans, phantomVolumes } from '../../../support/phantomScans';
import { runProgram } from '../../../support/runProgram';
import { tempFolder } from '../../../support/tempFolder';
import { writeDicomSlice } from '../../../support/writeDicom';

const folder = tempFolder();
const phantoms = phantomScans(2, { depth: 6, size: 64 }) as [PhantomScan, PhantomScan];

test('the command prints every scan and draws the sheet', async () => {
  for (const [i, phantom] of phantoms.entries()) {
    const { image, labels } = phantomVolumes(phantom);
    await folder.put(`volume-${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
  const out = join(folder.path, 'sheet.png');
  const args = ['--import', 'tsx', 'examples/inspect/main.ts', folder.path, '--out', out, '--slices', '3'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const voxels = phantoms.map(({ masks }) =>
    masks.reduce((sum, mask) => sum + mask.filter((inside) => inside).length, 0),
  );
  const ml = voxels.map((count) => ((count * 1.5 * 1.5 * 2) / 1000).toFixed(0));
  expect(stdout).toContain('LiTS: 2 patients, 2 scans, 12 slices\n');
  for (const i of [0, 1])
    expect(stdout).toMatch(
      new RegExp(
        `\nvolume-${i}: 6 slices of 64×64 \\(rows × columns\\), 2 × 1.5 × 1.5 mm \\(slices × rows × columns\\), -\\d+ to \\d+ HU, liver in \\d slices, ${ml[i]} ml\n`,
      ),
    );
  expect(stdout).toContain(
    'Note: all labels above 0 are liver\n' +
      'Note: train needs at least 3 patients; to try things out with fewer, pass it --by slice: the scores are then too high\n',
  );
  expect(stdout.endsWith(`${out}: ${sheetText}\n`)).toBe(true);
  const { width, height } = decode(await readFile(out));
  expect([width > 3 * 256, height > 2 * 256]).toEqual([true, true]);
});

test('scans of other patients that hold the same slices are named', async () => {
  const { image, labels } = phantomVolumes(phantoms[0]);
  for (const i of [0, 1, 2]) {
    await folder.put(`copies/volume-${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`copies/segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
  const { stdout } = await runProgram(['inspect', 'copies'], { cwd: folder.path });
  expect(stdout).toContain(
    'Note: 3 scans hold the same slices and count as one patient: volume-0, volume-1 and volume-2\n' +
      'Note: train needs at least 3 patients; ',
  );
});

describe('a scan without a mask', () => {
  const slice = (z: number, seriesUid: string) =>
    writeDicomSlice({
      ...{ hu: [-1000, z], rows: 1, columns: 2, position: [0, 0, 5 * z], instanceNumber: z, spacing: [0.5, 0.5] },
      elements: { SeriesInstanceUID: seriesUid, SliceThickness: '5' },
    });
  const run = (...args: string[]) => runProgram(['inspect', ...args], { cwd: folder.path });

  test('is a folder of DICOM files, whatever its first file is, of which --series chooses one', async () => {
    await folder.put('scan/0-empty', new Uint8Array());
    for (const z of [1, 2]) await folder.put(`scan/a${z}`, slice(z, '1.2.3'));
    expect((await run('scan')).stdout).toBe(
      'A scan without a mask: 1 patient, 1 scan, 2 slices\n' +
        'scan: 2 slices of 1×2 (rows × columns), 5 × 0.5 × 0.5 mm (slices × rows × columns), -1000 to 2 HU, no mask\n' +
        'Note: 0-empty is skipped: the file is empty\nPass --out sheet.png to see the slices.\n',
    );
    for (const z of [1, 2, 3]) await folder.put(`scan/b${z}`, slice(z, '4.5.6'));
    expect((await run('scan')).stderr).toBe(
      'a1: 2 series are mixed: 4.5.6 (no description, 3 slices), 1.2.3 (no description, 2 slices). Pass --series-uid 4.5.6, ' +
        'or put the files of one into a folder of its own\n',
    );
    expect((await run('scan', '--series', '4.5.6')).stdout).toContain('\nscan: 3 slices of 1×2');
  });

  const next =
    "To check masks on their scans, pass the folder of all patients with two patterns: --image '*/CT' --mask '*/liver'\n";

  test('has masks beside it, which a note explains', async () => {
    for (const z of [1, 2]) await folder.put(`beside/a${z}`, slice(z, '1.2.3'));
    await folder.put('beside/rt.dcm', await readBytes(structFile({})));
    expect((await run('beside')).stdout).toContain(
      `Note: rt.dcm is skipped: contours (RTSTRUCT)\nNote: the scan has masks beside it. ${next}`,
    );
  });

  test('is one of several where each lies in a folder of its own: patterns read them all', async () => {
    for (const z of [1, 2]) await folder.put(`patients/p1/CT/a${z}`, slice(z, '1.2.3'));
    for (const z of [1, 2, 3]) await folder.put(`patients/p2/CT/a${z}`, slice(z, '4.5.6'));
    expect((await run('patients')).stderr).toContain(
      'The files lie in several folders: if these are patients, pass two patterns, such as ' +
        "--image '*/CT' --mask '*/liver', or the folder of one of them\n",
    );
    const { labels } = phantomVolumes(phantoms[0]);
    await folder.put('one/CT/a1', slice(1, '1.2.3'));
    await folder.put('one/CT/a2', slice(2, '1.2.3'));
    await folder.put('one/liver.nii.gz', await encodeNifti(labels));
    expect((await run('one')).stdout).toContain(`Note: the scan has masks beside it. ${next}`);
  });

  test.each(['mask.nii.gz', 'plain.nii.gz', 'rt.dcm'])('is not %s, a mask', async (name) => {
    const { labels } = phantomVolumes(phantoms[0]);
    await folder.put('mask.nii.gz', await encodeNifti(labels));
    await folder.put('plain.nii.gz', await encodeNifti({ ...labels, kind: 'hu', data: Int16Array.from(labels.data) }));
    await folder.put('rt.dcm', await readBytes(structFile({})));
    expect((await run(name)).stderr).toBe(`${name} is a mask, not a scan in Hounsfield units. Pass the scan. ${next}`);
  });

  test('is a file, and a damaged one is an error', async () => {
    const { image } = phantomVolumes(phantoms[0]);
    const bytes = await encodeNifti(image);
    await folder.put('scan.nii.gz', bytes);
    expect((await run('scan.nii.gz')).stdout).toContain('\nscan: 6 slices of 64×64');
    await folder.put('scan.nii.gz', bytes.subarray(0, 2000));
    expect((await run('scan.nii.gz')).stderr).toMatch(/^scan\.nii\.gz: the compressed data are damaged or cut off/);
  });
});

describe('a scan', () => {
  const measure = async (scan: PhantomScan) => measureScan(memorySet('Set', [['a', scan]]).patients[0]!.scans[0]!);
  const mirrored = <T extends Int16Array | Uint8Array>(plane: T, size: number) =>
    plane.map((_, i) => plane[i - (i % size) + size - 1 - (i % size)]!) as T;

  test('without spacing is measured in pixels', async () => {
    const facts = await measure(phantoms[0]);
    const pixels = facts.areas.reduce((sum, area) => sum + area, 0);
    expect(factsText(facts)).toMatch(
      new RegExp(
        `^a: 6 slices of 64×64 \\(rows × columns\\), spacing unknown, -\\d+ to \\d+ HU, liver in \\d slices, ${pixels} pixels$`,
      ),
    );
  });

  test('of a tilted gantry has the volume of its voxels, of uneven slices an approximate one', async () => {
    const facts = await measure(phantoms[0]);
    const pixels = facts.areas.reduce((sum, area) => sum + area, 0);
    const affine = [
      [1, 0, 0, 0],
      [0, 1, 3, 0],
      [0, 0, 4, 0],
    ] as const;
    const scan = { ...facts.scan, spacing: [5, 1, 1] as const, affine };
    const ml = ((pixels * 4) / 1000).toFixed(0);
    expect(factsText({ ...facts, scan })).toMatch(new RegExp(` slices, ${ml} ml$`));
    expect(factsText({ ...facts, scan: { ...scan, isUneven: true } })).toMatch(
      new RegExp(` slices, approximately ${ml} ml$`),
    );
  });

  test('that is mirrored gets a warning', async () => {
    const { size, hu, masks } = phantoms[0];
    const scan = { ...phantoms[0], hu: hu.map((h) => mirrored(h, size)), masks: masks.map((m) => mirrored(m, size)) };
    expect((await measure(scan)).warnings).toEqual(['liver mostly on the right: is the scan mirrored?']);
  });

  test('that is upside down gets a warning', async () => {
    const { size, hu, masks } = phantoms[0];
    const turned = <T extends Int16Array | Uint8Array>(plane: T) => mirrored(plane.toReversed() as T, size);
    const facts = await measure({ ...phantoms[0], hu: hu.map(turned), masks: masks.map(turned) });
    expect(facts.warnings).toEqual(['bones mostly in the upper half: is the scan upside down?']);
  });

  test('without liver gets a warning', async () => {
    const facts = await measure({ ...phantoms[0], masks: phantoms[0].masks.map((mask) => mask.map(() => 0)) });
    expect(factsText(facts).split('\n')[1]).toBe('  ! no liver in any slice: are these the right masks?');
  });
});

describe('a warning', () => {
  const sums: ScanSums = {
    left: 10,
    right: 0,
    values: 1000,
    squares: 101_000,
    dark: 0,
    bonesAbove: 0,
    bonesBelow: 1,
    labels: new Set([1, 2]),
  };
  const context: ScanContext = {
    areas: [0, 10, 0],
    unit: 'hu',
    low: -1000,
    voxelMl: 125,
    liverLabels: null,
    hasMasks: true,
  };
  const check = (sum: Partial<ScanSums>, other: Partial<ScanContext> = {}) =>
    warningsOn({ ...sums, ...sum }, { ...context, ...other });

  test('is not given to a liver of 1250 ml and 100 HU', () => {
    expect(check({})).toEqual([]);
  });

  test('lists labels besides 1 and 2 unless it is said which are liver', () => {
    const labels = new Set([12, 2, 5]);
    expect(check({ labels })).toEqual([
      'labels besides 1 and 2: 5, 12; all count as liver unless --liver-labels selects some',
    ]);
    expect(check({ labels }, { liverLabels: [5] })).toEqual([]);
  });

  test('doubts the unit if nothing is as dark as air, and then says nothing about bones', () => {
    const unit = 'no value is below -500, as air is in Hounsfield units: has the scan been windowed, or moved by 1024?';
    expect(check({ bonesAbove: 9 }, { low: 0 })).toEqual([unit]);
    expect(check({ bonesAbove: 9 })).toEqual(['bones mostly in the upper half: is the scan upside down?']);
    expect(check({}, { low: 0, unit: 'grey' })).toEqual([]);
  });

  test('is not given to a mask of 0 and 255', () => {
    expect(check({ labels: new Set([255]) })).toEqual([]);
  });

  test('lists liver labels that no voxel has', () => {
    expect(check({}, { liverLabels: [1, 7] })).toEqual(['no voxel has liver label 7; labels in the masks: 1, 2']);
    expect(check({ labels: new Set() }, { liverLabels: [7] })).toEqual([
      'no voxel has liver label 7; labels in the masks: none',
    ]);
    expect(check({ labels: null }, { liverLabels: [7] })).toEqual([]);
  });

  test.each([-600, 2510])('doubts a mask whose values add up to %i', (values) => {
    expect(check({ values })).toEqual([
      `mean of the mask ${(values / 10).toFixed(0)} HU, livers have 0 to 250: is the mask inverted or shifted?`,
    ]);
    expect(check({ values }, { unit: 'grey' })).toEqual([]);
  });

  test('doubts a mask whose values vary more than in a liver, or are dark though it is not fatty', () => {
    const mixed = (spread: number, share: string) =>
      `values in the mask vary by ${spread} HU (standard deviation) and ${share} % lie below -100 HU, in livers at most 65 and 1: is the mask flipped or shifted?`;
    expect(check({ squares: 150_000 })).toEqual([mixed(71, '0.0')]);
    expect(check({ dark: 1 })).toEqual([mixed(10, '10.0')]);
    expect(check({ values: 100, squares: 10_000, dark: 1 })).toEqual([]);
    expect(check({ squares: 150_000 }, { unit: 'grey' })).toEqual([]);
  });

  test('doubts a volume that no liver has', () => {
    const odd = (ml: number) =>
      `volume of the mask ${ml} ml, livers have 500 to 3500: is the mask inverted or shifted, or the spacing wrong?`;
    expect(check({}, { voxelMl: 25 })).toEqual([odd(250)]);
    expect(check({}, { voxelMl: 25, areas: [10, 0] })).toEqual([]);
    expect(check({}, { voxelMl: 500, areas: [10, 0] })).toEqual([odd(5000)]);
    expect(check({}, { voxelMl: null })).toEqual([]);
  });
});

test('the slices shown are spread over the liver, the largest among them', () => {
  expect(chooseSlices([0, 0, 1, 2, 9, 3, 2, 2, 1, 1, 0], 4)).toEqual([4, 5, 7, 9]);
  expect(chooseSlices([0, 5, 0], 4)).toEqual([1]);
  expect(chooseSlices([0, 0, 0, 0], 2)).toEqual([0, 3]);
});

test('a scan with fewer slices than columns has a row of its own', () => {
  const picture = { height: 4, width: 4, data: new Uint8Array(48) };
  const short = { pictures: [picture], captions: ['a'] };
  const [one, two] = [decode(sheetPng([short], 3)), decode(sheetPng([short, short], 3))];
  expect(two.width).toBe(one.width);
  expect(two.height).toBeGreaterThan(one.height + picture.height);
});

test('a sheet in a folder that is missing is refused before anything is read', async () => {
  const args = ['--import', 'tsx', 'examples/inspect/main.ts', 'nope', '--out', join(folder.path, 'a/sheet.png')];
  await expect(promisify(execFile)(process.execPath, args)).rejects.toMatchObject({
    stderr: `${folder.path}/a/sheet.png cannot be written: folder ${folder.path}/a does not exist. Create it first\n`,
  });
});

test.each([
  [['a', '--out', 'a.jpg'], '--out must be a file that ends in .png; received "a.jpg"; see npm run inspect -- --help'],
  [['a', '--slices=0'], '--slices must be a whole number of at least 1; received "0"; see npm run inspect -- --help'],
  [[], '--data DIR is needed; see npm run inspect -- --help'],
  [['a', 'b'], '--data can be given only once; received "a", "b"; see npm run inspect -- --help'],
  [['a', '--wat'], 'Unknown option --wat; see npm run inspect -- --help'],
])('%j is refused', async (args, message) => {
  await expect(inspect.run(args, 'npm run inspect --')).rejects.toThrow(new UsageError(message));
});
