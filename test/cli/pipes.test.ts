import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { encodeNifti } from 'msa-unet';
import { beforeEach, expect, test } from 'vitest';

import { bundled } from '../support/bundled';
import { phantomScans, phantomVolumes } from '../support/phantomScans';
import { runBash } from '../support/runBash';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
const run = async (line: string) => {
  const program = await bundled('src/cli/main.ts');
  return runBash(`msa-unet() { '${process.execPath}' '${program}' "$@"; }; ${line}`, { cwd: folder.path });
};
const train = 'msa-unet train --data data --model unet --base-filters 1 --size 16 --epochs 1 --backend cpu --out run';
const predict = 'msa-unet predict --model run --image data/volume-0.nii.gz --out mask.nii.gz --backend cpu';

beforeEach(async () => {
  for (const [i, scan] of phantomScans(3, { depth: 2, size: 32 }).entries()) {
    const { image, labels } = phantomVolumes(scan);
    await folder.put(`data/volume-${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`data/segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
});

const isWindows = process.platform === 'win32';
if (isWindows) console.log('Pipes are skipped: Windows has no bash');
const hasFullDisk = existsSync('/dev/full');
if (!hasFullDisk) console.log('A full disk is skipped: there is no /dev/full');

test.skipIf(isWindows)('a training and a prediction finish though nobody reads what they print', async () => {
  expect(await run(`${train} 2> >(true)`)).toMatchObject({ code: 0, stderr: '' });
  expect(await run(`${predict} 2>&1 | true`)).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(existsSync(join(folder.path, 'mask.nii.gz'))).toBe(true);
});

test.skipIf(isWindows)('inspect, of which only the first line is read, ends without a word', async () => {
  const { code, stdout, stderr } = await run('msa-unet inspect data --out sheet.png | head -1');
  expect({ code, lines: stdout.split('\n').length - 1, trace: /^ +at /m.test(stderr) }).toEqual({
    ...{ code: 0, lines: 1, trace: false },
  });
});

test.skipIf(isWindows || !hasFullDisk)('a full disk behind standard output is an error of one line', async () => {
  const { code, stderr } = await run('msa-unet inspect data --out sheet.png > /dev/full');
  expect(code).toBe(1);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/ENOSPC|no space|full/i);
  expect(stderr).not.toMatch(/^ +at /m);
});
