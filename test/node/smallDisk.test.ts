import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeNifti } from 'msa-unet';
import { writeFileAtomic } from 'msa-unet/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { countOperations, leftoversIn, runFailing, runIn } from '../support/crashing';
import { phantomScans, phantomVolumes } from '../support/phantomScans';

/** A checkpoint has 3.3 MB; two of them and one half written fit on the disk. */
const diskMegabytes = 13;
const train = '--data ../data --model unet --base-filters 6 --size 16 --epochs 3 --backend wasm'.split(' ');
const first = ['train', ...train, '--out', 'disk/run'];
const resume = [...first, '--resume'];

let root: string;

/** Mounts a small disk in memory; returns why that is not possible, or `null`. */
function whyNoDisk(folder: string): string | null {
  if (process.platform !== 'linux') return 'only Linux has tmpfs';
  if (process.getuid?.() !== 0) return 'mounting needs root';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return String(error);
  }
}

const probe = await mkdtemp(join(tmpdir(), 'msa-unet-'));
const reason = whyNoDisk(probe);
if (reason === null) execFileSync('umount', [probe]);
else console.log(`Kills on a small disk are skipped: ${reason}`);
await rm(probe, { recursive: true });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'msa-unet-'));
  for (const folder of ['data', 'large/disk', 'small/disk']) await mkdir(join(root, folder), { recursive: true });
  for (const [i, scan] of phantomScans(3, { depth: 2, size: 32 }).entries()) {
    const { image, labels } = phantomVolumes(scan);
    await writeFileAtomic(join(root, `data/volume-${i}.nii.gz`), await encodeNifti(image));
    await writeFileAtomic(join(root, `data/segmentation-${i}.nii.gz`), await encodeNifti(labels));
  }
});
afterAll(() => rm(root, { recursive: true }));

async function losses(folder: string): Promise<unknown> {
  const { epochs } = JSON.parse(await readFile(join(root, folder, 'disk/run/history.json'), 'utf8'));
  return epochs.map(({ seconds: _, ...numbers }: { seconds: number }) => numbers);
}

test.skipIf(reason !== null)(
  'on a small disk, what kills leave behind does not keep a training from resuming',
  async () => {
    const count = await countOperations(join(root, 'large'), first);
    const small = join(root, 'small');
    whyNoDisk(join(small, 'disk'));
    try {
      let left = 0;
      for (const share of [0.5, 0.6, 0.7, 0.8, 0.9]) {
        await runFailing(small, share === 0.5 ? first : resume, { at: Math.round(share * count), how: 'kill' });
        left += (await leftoversIn(small)).length;
      }
      expect(left).toBeGreaterThan(0);
      const { code, stderr } = await runIn(small, resume);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect(await losses('small')).toEqual(await losses('large'));
      expect(await leftoversIn(small)).toEqual([]);
    } finally {
      execFileSync('umount', [join(small, 'disk')]);
    }
  },
);
