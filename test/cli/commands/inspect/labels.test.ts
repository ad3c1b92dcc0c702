import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { beforeEach, describe, expect, test } from 'vitest';

import { labelSheetText } from '../../../../src/cli/commands/inspect/sheet';
import { encodeNifti } from '../../../../src/data/formats/nifti/encodeNifti';
import { labelTable } from '../../../../src/data/labels/labelTable';
import { phantomScans, phantomVolumes } from '../../../support/phantomScans';
import { runProgram } from '../../../support/runProgram';
import { tempFolder } from '../../../support/tempFolder';

const folder = tempFolder();
const size = 32;
const voxelMl = (1.5 * 1.5 * 2) / 1000;

/** Scans of 60 HU whose masks begin with so many voxels of 1, 2 and 9; the ones have 100 HU. */
async function putScans(counts: readonly (readonly [ones: number, twos: number, nines: number])[]) {
  const { image, labels } = phantomVolumes(phantomScans(1, { depth: 2, size })[0]!);
  for (const [i, [ones, twos, nines]] of counts.entries()) {
    const data = new Uint8Array(labels.data.length);
    data
      .fill(1, 0, ones)
      .fill(2, ones, ones + twos)
      .fill(9, ones + twos, ones + twos + nines);
    const hu = Int16Array.from(data, (label) => (label === 1 ? 100 : 60));
    await folder.put(`imagesTr/case_${i}_0000.nii.gz`, await encodeNifti({ ...image, data: hu }));
    await folder.put(`labelsTr/case_${i}.nii.gz`, await encodeNifti({ ...labels, data }));
  }
}
const named = { background: 0, liver: 1, spleen: 2, kidney: 3, ignore: 9 };
const run = (...args: string[]) => runProgram(['inspect', '.', ...args], { cwd: folder.path });
const ml = (voxels: number) => (voxels * voxelMl).toFixed(1);

describe('inspect --labels', () => {
  beforeEach(async () => {
    await putScans([
      [400, 200, 10],
      [800, 0, 0],
      [1200, 100, 0],
    ]);
    await folder.put('dataset.json', JSON.stringify({ labels: named }));
  });

  test('lists the scans, patients, volumes, mean HU and colour of every label', async () => {
    const { stdout } = await run('--labels', 'all');
    const colours = labelTable({ a: 1, b: 2, c: 3 }).labels.map(({ color }) => Buffer.from(color).toString('hex'));
    const rows = stdout.split('\n').map((line) => line.split(/ {2,}/).filter((cell) => cell !== ''));
    expect(rows).toContainEqual(['label', 'scans', 'patients', 'ml (median, range)', 'mean HU', 'colour']);
    expect(rows).toContainEqual(
      expect.arrayContaining(['liver', '3 of 3', `${ml(800)} (${ml(400)} to ${ml(1200)})`, '100', `#${colours[0]}`]),
    );
    expect(rows).toContainEqual(
      expect.arrayContaining(['spleen', '2 of 3', `${ml(150)} (${ml(100)} to ${ml(200)})`, '60', `#${colours[1]}`]),
    );
    expect(rows).toContainEqual(expect.arrayContaining(['kidney', '0 of 3', '-', `#${colours[2]}`]));
  });

  test('lists the labels of each scan', async () => {
    const { stdout } = await run('--labels', 'all');
    expect(stdout).toContain(`100 HU, liver ${ml(400)} ml, spleen ${ml(200)} ml\n`);
    expect(stdout).toContain(`100 HU, liver ${ml(800)} ml\n`);
    expect((await run('--labels', 'kidney=3')).stdout).toContain('100 HU, no label\n');
  });

  test('without it, what the file calls liver is not said to be one of many', async () => {
    await folder.put('dataset.json', JSON.stringify({ labels: { background: 0, liver: 1, spleen: 2, kidney: 9 } }));
    const { stdout } = await run();
    expect(stdout).toMatch(/dataset\.json calls liver \(1\) liver; 2 other labels are background\n/);
    expect(stdout).not.toContain('all count as liver');
    expect((await run('--liver-labels', '3')).stdout).toContain(
      '! no voxel has liver label 3; labels in the masks: 1, 2',
    );
  });

  test('warns of a label that occurs nowhere, and knows nothing of livers', async () => {
    const { stdout } = await run('--labels', 'all');
    expect(stdout).toContain('  ! no voxel of kidney (3) in any of 3 scans: are these its numbers or names?\n');
    expect(stdout).not.toMatch(/no voxel of (liver|spleen)|livers have|liver mostly/);
    expect((await run('--labels', 'a=7', '--patients', '1')).stdout).toContain('no voxel of a (7) in the scan: ');
  });

  test('counts a voxel in every region that holds it', async () => {
    const { stdout } = await run('--labels', 'organs=1,2', '--labels', 'spleen=2');
    expect(stdout).toContain(`organs ${ml(600)} ml, spleen ${ml(200)} ml\n`);
    expect(stdout).toContain('Note: regions that may overlap: organs (1, 2), spleen (2)\n');
  });

  test('outlines every label in its colour', async () => {
    const out = join(folder.path, 'sheet.png');
    const { stdout } = await run('--labels', 'liver=1', '--labels', 'spleen=2', '--slices', '1', '--out', out);
    expect(stdout.endsWith(`${out}: ${labelSheetText}\n`)).toBe(true);
    const { data, channels } = decode(await readFile(out));
    const pixels = new Set(
      Array.from({ length: data.length / channels }, (_, i) =>
        [...data.subarray(i * channels, i * channels + 3)].join(),
      ),
    );
    for (const { color } of labelTable({ liver: 1, spleen: 2 }).labels) expect(pixels).toContain(color.join());
  });

  test('needs masks', async () => {
    const { stderr, code } = await runProgram(['inspect', 'imagesTr/case_0_0000.nii.gz', '--labels', 'a=1'], {
      cwd: folder.path,
    });
    expect([code, stderr === '']).toEqual([1, false]);
  });

  test('is refused beside --liver-labels', async () => {
    expect((await run('--labels', 'a=1', '--liver-labels', '1')).stderr).toContain('labels');
  });
});
