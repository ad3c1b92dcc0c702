import { join } from 'node:path';

import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';

import { encodeMetaImage } from '../../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import { openDataSet } from '../../../src/node/dataSets/openDataSet';
import { type PhantomScan, phantomScans, phantomVolumes } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';
import { writeDicomSlice } from '../../support/writeDicom';

const folder = tempFolder();
const [{ hu, size, depth, masks }] = phantomScans(1, { depth: 3 }) as [PhantomScan];
const { image, labels } = phantomVolumes({ hu, size, depth, masks });
const dicom = writeDicomSlice({ hu: hu[0]!, rows: size, columns: size });
const png = encode({ height: size, width: size, data: masks[0]!, channels: 1 });

/** Writes one patient in a layout. */
const layouts: Record<string, () => Promise<void>> = {
  '3D-IRCADb-01': async () => {
    await folder.put('3Dircadb1.1/PATIENT_DICOM/image_0', dicom);
    await folder.put('3Dircadb1.1/MASKS_DICOM/liver/image_0', dicom);
  },
  SLIVER07: async () => {
    for (const [name, volume] of [
      ['liver-orig001.mhd', image],
      ['liver-seg001.mhd', labels],
    ] as const)
      for (const file of await encodeMetaImage(volume, name)) await folder.put(file.name, file.bytes);
  },
  LiTS: async () => {
    await folder.put('volume-0.nii.gz', await encodeNifti(image));
    await folder.put('segmentation-0.nii.gz', await encodeNifti(labels));
  },
  'MSD Task03': async () => {
    await folder.put('imagesTr/liver_0.nii.gz', await encodeNifti(image));
    await folder.put('labelsTr/liver_0.nii.gz', await encodeNifti(labels));
  },
  'CHAOS CT': async () => {
    await folder.put('CT/1/DICOM_anon/i0000,0000b.dcm', dicom);
    await folder.put('CT/1/Ground/liver_GT_000.png', png);
  },
  'PNG slices': async () => {
    await folder.put('images/a/1.png', png);
    await folder.put('masks/a/1.png', png);
  },
};

test.each(Object.keys(layouts))('%s is detected', async (name) => {
  await layouts[name]!();
  const dataSet = await openDataSet(folder.path);
  expect(dataSet.name).toBe(name);
  const slice = await dataSet.patients[0]!.scans[0]!.readSlice(0);
  expect([slice.height, slice.width]).toEqual([size, size]);
});

test('a data set is what one gets its patients from by for … of', async () => {
  await layouts.LiTS!();
  expect([...(await openDataSet(folder.path))].map(({ id }) => id)).toEqual(['volume-0']);
});

test("the opener's errors name openDataSet", async () => {
  await folder.put('images/a/1.png', png);
  await expect(openDataSet(folder.path)).rejects.toThrow(
    new Error('openDataSet: images/a/1.png has no mask masks/a/1.png; add the mask, all 0 where there is no liver'),
  );
});

test('pairs of any names are opened by patterns, labels of LiTS as told', async () => {
  await folder.put('ct-1.nii.gz', await encodeNifti(image));
  await folder.put('liver-1.nii.gz', await encodeNifti(labels));
  const { patients, notes } = await openDataSet(folder.path, { image: 'ct-*', mask: 'liver-*', liverLabels: [1, 2] });
  expect(patients.map(({ id }) => id)).toEqual(['ct-1']);
  expect(notes).toEqual(['labels 1, 2 count as liver']);
});

describe('errors', () => {
  const accepted = `Supported layouts:
  3D-IRCADb-01: 3Dircadb1.N/PATIENT_DICOM/image_0, 3Dircadb1.N/MASKS_DICOM/liver/image_0, or their zips
  SLIVER07: liver-orig001.mhd, liver-seg001.mhd
  LiTS: volume-0.nii, segmentation-0.nii
  MSD Task03: imagesTr/liver_0.nii.gz, labelsTr/liver_0.nii.gz
  nnU-Net raw: dataset.json, imagesTr/liver_0_0000.nii.gz, labelsTr/liver_0.nii.gz
  TotalSegmentator: s0000/ct.nii.gz, s0000/segmentations/liver.nii.gz
  CHAOS CT: CT/1/DICOM_anon/*.dcm, CT/1/Ground/liver_GT_000.png
  PNG slices: images/<patient>/<slice>.png, masks/<patient>/<slice>.png, splits.json if you like`;
  const rejects = (found: string) =>
    expect(openDataSet(folder.path)).rejects.toThrow(
      new RangeError(`openDataSet: ${folder.path} holds ${found}. ${accepted}`),
    );

  test('an empty folder', () => rejects('no files'));

  test('files of other kinds', async () => {
    await folder.put('a/readme.txt', 'a');
    await rejects('1 file such as a/readme.txt, in no known layout');
    await folder.put('b.txt', 'b');
    await rejects('2 files such as a/readme.txt, in no known layout');
  });

  test.each(['images', 'masks'])('the folder %s of PNG slices', async (half) => {
    await folder.put(`${half}/a/1.png`, png);
    await expect(openDataSet(join(folder.path, half))).rejects.toThrow(
      new RangeError(
        `openDataSet: ${folder.path}/${half} holds the ${half} of PNG slices; give the folder above it, ${folder.path}, which has images and masks. ${accepted}`,
      ),
    );
  });

  test('a DICOM series without masks', async () => {
    await folder.put('series/1', dicom);
    await rejects(
      'DICOM files such as series/1, in no known layout: choose folders of slices and their masks (SEG, RTSTRUCT, NIfTI, …) with ' +
        "the patterns `image` and `mask`, such as '*/CT' and '*/liver'. Only predict and inspect take scans without masks",
    );
  });

  test("patients' folders of DICOM, whose name the pattern takes", async () => {
    await folder.put('a/DICOM/1', dicom);
    await rejects(
      'DICOM files such as a/DICOM/1, in no known layout: choose folders of slices and their masks (SEG, RTSTRUCT, NIfTI, …) ' +
        "with the patterns `image` and `mask`, such as '*/DICOM' and '*/liver'. Only predict and inspect take scans without masks",
    );
  });

  test('volumes of other names', async () => {
    await folder.put('ct-1.nii.gz', await encodeNifti(image));
    await rejects(
      "1 volume such as ct-1.nii.gz, in no known layout: choose scans and masks with the patterns `image` and `mask`, such as 'ct-*' and 'liver-*'",
    );
  });

  test('liver labels where there are none', async () => {
    await layouts.SLIVER07!();
    await expect(openDataSet(folder.path, { liverLabels: [1] })).rejects.toThrow(
      new RangeError(
        `openDataSet: ${folder.path} holds SLIVER07, where \`liverLabels\` has no meaning. Leave \`liverLabels\` out, or choose volumes with the patterns \`image\` and \`mask\``,
      ),
    );
  });

  test('two layouts in one folder', async () => {
    await layouts.LiTS!();
    await layouts.SLIVER07!();
    await expect(openDataSet(folder.path)).rejects.toThrow(
      new RangeError(
        `openDataSet: ${folder.path} holds SLIVER07 and LiTS. Open their folders one by one and mix them: \`mixDataSets\``,
      ),
    );
  });
});
