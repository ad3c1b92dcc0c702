import { describe, expect, it } from 'vitest';
import { ctFile } from '../../src/data/ctFile';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { openMetaImage, readMetaImage } from '../../src/data/formats/metaImage/readMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { readNifti } from '../../src/data/formats/nifti/readNifti';
import { reorient } from '../../src/data/orientation';
import type { Volume } from '../../src/data/volume';
import { readExpected, readFiles, realData, sha256 } from '../support/realData';

const sliver = realData('data/sliver07-like');
const nifti = realData('data/nifti');
const fixtures = realData('fixtures');

const inRas = ({ data, shape: [depth, height, width], affine }: Volume) =>
  reorient({ data, size: [width, height, depth], affine }, 'RAS').data;

describe.skipIf(sliver.missing)('MetaImage as SLIVER07 has it', () => {
  it.each(['orig', 'seg'] as const)('%s holds the voxels it shall', async (part) => {
    const { [part]: expected } = readExpected<Record<'orig' | 'seg', { sha256_as_in_file: string }>>(sliver.path);
    const files = readFiles(sliver.path, [`liver-${part}001.mhd`, `liver-${part}001.raw`]);
    const volume = await readMetaImage(files);
    expect(sha256(volume.data)).toBe(expected.sha256_as_in_file);
    expect(volume.shape).toEqual([16, 512, 512]);
    expect(volume.spacing).toEqual([1.6, 0.743, 0.743]);
  });

  it('gives its slices one by one, from a File as browsers have it', async () => {
    const files = readFiles(sliver.path, ['liver-orig001.mhd', 'liver-orig001.raw']);
    const { data } = await readMetaImage(files);
    const blobs = await Promise.all(files.map(async (file) => new File([await file.arrayBuffer()], file.name)));
    const { readSlice } = await openMetaImage(blobs);
    expect(await readSlice!(15)).toEqual(data.slice(15 * 512 * 512));
  });
});

describe.skipIf(nifti.missing)('NIfTI as TotalSegmentator has it', () => {
  it.each([
    ['ct', 'example_ct_sm.nii.gz'],
    ['seg', 'example_seg.nii.gz'],
  ] as const)('%s holds the voxels it shall', async (part, name) => {
    const { [part]: expected } = readExpected<Record<'ct' | 'seg', { sha256: string }>>(nifti.path);
    const volume = await readNifti(readFiles(nifti.path, [name]));
    expect(sha256(inRas(volume))).toBe(expected.sha256);
    expect(volume.shape).toEqual([30, 101, 122]);
    expect(volume.spacing).toEqual([3, 3, 3]);
    expect(volume.storedAs).toBe('RAS');
  });

  it('labels 5 are the liver', async () => {
    const { seg } = readExpected<{ seg: { liver_voxels: number; mean_hu_in_liver: number } }>(nifti.path);
    const [ct, labels] = await Promise.all(
      ['example_ct_sm.nii.gz', 'example_seg.nii.gz'].map((name) => readNifti(readFiles(nifti.path, [name]))),
    );
    let [voxels, sum] = [0, 0];
    for (const [i, label] of labels!.data.entries())
      if (label === 5) {
        voxels++;
        sum += ct!.data[i]!;
      }
    expect(voxels).toBe(seg.liver_voxels);
    expect(sum / voxels).toBeCloseTo(seg.mean_hu_in_liver, 3);
  });
});

describe.skipIf(fixtures.missing)('round trips', () => {
  it.each([
    'nifti/orientations/AIL.nii.gz',
    'nifti/orientations/SRP.nii.gz',
    'nifti/niivue/shear.nii.gz',
    'nifti/grand-challenge/image10x11x12.nii',
    'nifti/nibabel/resampled_anat_moved.nii',
    'metaimage/niivue/mha.mha',
    'metaimage/elastix/3DCT_lung_baseline_small.mha',
    'metaimage/grand-challenge/image10x10x10.mha',
  ])('of %s change nothing', async (name) => {
    const files = readFiles(fixtures.path, [name]);
    const volume = await (name.startsWith('nifti') ? readNifti(files) : readMetaImage(files));
    const [mha] = await encodeMetaImage(volume, 'x.mha');
    for (const back of [
      await readNifti([ctFile(name, await encodeNifti(volume))]),
      await readMetaImage([ctFile(name, mha!.bytes)]),
    ]) {
      expect({ ...back, data: sha256(back.data) }).toEqual({ ...volume, data: sha256(volume.data) });
      expect(back.data.constructor).toBe(volume.data.constructor);
    }
  });
});
