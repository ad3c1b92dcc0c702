import { describe, expect, test } from 'vitest';

import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import { encodeNrrd } from '../../../src/data/formats/nrrd/encodeNrrd';
import { type LabelTable, labelTable } from '../../../src/data/labels/labelTable';
import { labelTableJson } from '../../../src/data/labels/labelTableJson';
import type { Volume } from '../../../src/data/volume';
import { openDataSet } from '../../../src/node/dataSets/openDataSet';
import { type OpenNiftiPairsOptions, openNiftiPairs } from '../../../src/node/dataSets/openNiftiPairs';
import { phantomScans, phantomVolumes } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const { image, labels } = phantomVolumes(phantomScans(1, { depth: 2, size: 16 })[0]!);

/** A mask whose first row of the first slice begins with these numbers. */
const mask = (...numbers: number[]): Volume => {
  const data = new Uint8Array(labels.data.length);
  data.set(numbers);
  return { ...labels, data };
};
const put = async (path: string, volume: Volume) => folder.put(path, await encodeNifti(volume));
const open = (options: OpenNiftiPairsOptions) => openDataSet(folder.path, options);

/** The first codes of the only scan, its table, and the numbers in its files. */
async function firstCodes(options: OpenNiftiPairsOptions, count = 4) {
  const { patients } = await open(options);
  const [scan] = patients[0]!.scans;
  const slice = await scan!.readSlice(0);
  return { codes: [...slice.mask.subarray(0, count)], table: scan!.labels, numbers: slice.labels };
}
const namesOf = (table: LabelTable | null | undefined) => table?.labels.map(({ name }) => name);

describe('LiTS with labels', () => {
  const putPair = async () => {
    await put('volume-0.nii', image);
    await put('segmentation-0.nii', mask(0, 1, 2, 1));
  };

  test('holds liver and tumour as regions', async () => {
    await putPair();
    const { codes, table, numbers } = await firstCodes({ labels: { liver: [1, 2], tumour: 2 } });
    expect(codes).toEqual([0, 1, 3, 1]);
    expect(numbers).toEqual([1, 2]);
    expect(table).toEqual(labelTable({ liver: [1, 2], tumour: 2 }));
  });

  test('takes a table, and says what flips swap', async () => {
    await putPair();
    const { notes } = await open({ labels: labelTable({ lobe_left: 1, lobe_right: 2 }) });
    expect(notes).toEqual([
      'exclusive labels: lobe_left (1), lobe_right (2)',
      'flips swap lobe_left and lobe_right, which are mirror images',
    ]);
  });

  test('reads the same files under another fingerprint', async () => {
    await putPair();
    const fingerprint = async (options: OpenNiftiPairsOptions) =>
      (await open(options)).patients[0]!.scans[0]!.fingerprint;
    const all = [
      await fingerprint({}),
      await fingerprint({ labels: { a: 1 } }),
      await fingerprint({ labels: { a: 2 } }),
    ];
    expect(new Set(all).size).toBe(3);
  });

  test('refuses liverLabels beside them, and asks for numbers', async () => {
    await putPair();
    await expect(open({ labels: { liver: 1 }, liverLabels: [1] })).rejects.toThrow(
      'openDataSet: `liverLabels` must be left out with `labels`, which name the liver too',
    );
    await expect(open({ labels: 'all' })).rejects.toThrow(
      'openDataSet: `labels` must be names and numbers, as these files do not name their labels',
    );
  });
});

describe("nnU-Net's raw data with labels", () => {
  const putPair = async (named: unknown, others: object = {}) => {
    await put('imagesTr/case_1_0000.nii.gz', image);
    await put('labelsTr/case_1.nii.gz', mask(1, 2, 3, 9));
    await folder.put('dataset.json', JSON.stringify({ labels: named, ...others }));
  };

  test('holds all that dataset.json names, and leaves out what nobody has drawn', async () => {
    await putPair({ background: 0, spleen: 1, kidney_right: 2, kidney_left: 3, ignore: 9 });
    const { codes, table } = await firstCodes({ labels: 'all' });
    expect(codes).toEqual([1, 2, 3, 255]);
    expect(namesOf(table)).toEqual(['spleen', 'kidney_right', 'kidney_left']);
    expect(table).toMatchObject({ ignore: 9, partial: true, mirrored: [['kidney_right', 'kidney_left']] });
  });

  test('leaves out what nobody has drawn for other labels too', async () => {
    await putPair({ background: 0, spleen: 1, kidney: 2, ignore: 9 });
    expect((await firstCodes({ labels: { kidney: 2 } })).codes).toEqual([0, 1, 0, 255]);
    expect((await firstCodes({ labels: { kidney: 2, rest: 9 } })).codes).toEqual([0, 1, 0, 2]);
  });

  test('takes its regions', async () => {
    await putPair({ background: 0, whole: [1, 2, 3], core: [2, 3], enhancing: 3 });
    const { codes, table } = await firstCodes({ labels: 'all' });
    expect(codes).toEqual([1, 3, 7, 0]);
    expect(table!.labels.map(({ value }) => value)).toEqual([1, 2, 3]);
  });

  test('writes its regions with the numbers of regions_class_order, in the order of its labels', async () => {
    const regions = { background: 0, core: [2, 3], enhancing: 3, whole: [1, 2, 3] };
    const valuesIn = async (numbers: unknown) => {
      await putPair(regions, { regions_class_order: numbers });
      const { table } = await firstCodes({ labels: 'all' });
      expect(labelTableJson(table, '')).toEqual(table);
      return [table!.regionOrder, ...table!.labels.map(({ value }) => value)];
    };
    expect(await valuesIn([2, 3, 1])).toEqual([['core', 'enhancing', 'whole'], 2, 3, 1]);
    expect(await valuesIn([1, 2, 5])).toEqual([['core', 'enhancing', 'whole'], 1, 2, 5]);
    await expect(valuesIn([1, 2])).rejects.toThrow(
      'dataset.json: regions_class_order must have a number above 0 for each of the regions core, enhancing, whole, no number twice; received [1,2]',
    );
    await expect(valuesIn([1, 2, 2])).rejects.toThrow('received [1,2,2]');
  });

  test('leaves regions_class_order out if its labels are exclusive', async () => {
    await putPair({ background: 0, spleen: 1, kidney: 2 }, { regions_class_order: [1] });
    expect((await firstCodes({ labels: 'all' })).table!.regionOrder).toBeUndefined();
  });

  test('finds labels by the names of dataset.json', async () => {
    await putPair({ background: 0, spleen: 1, kidneys: [2, 3] });
    expect((await firstCodes({ labels: { kidney: 'Kidneys', spleen: 'spleen' } })).codes).toEqual([2, 1, 1, 0]);
    await expect(open({ labels: { liver: 'liver' } })).rejects.toThrow('there is no segment liver');
  });
});

describe('TotalSegmentator with labels', () => {
  const putScan = async () => {
    await put('s1/ct.nii.gz', image);
    await put('s1/segmentations/liver.nii.gz', mask(0, 1, 1, 0));
    await put('s1/segmentations/spleen.nii.gz', mask(0, 0, 1, 1));
  };

  test('joins the masks of its organs, the later over the earlier', async () => {
    await putScan();
    const { codes } = await firstCodes({ labels: { liver: 'liver', spleen: 'spleen' } });
    expect(codes).toEqual([0, 1, 2, 2]);
    expect(namesOf((await firstCodes({ labels: 'all' })).table)).toEqual(['liver', 'spleen']);
  });

  test('keeps overlaps if its organs are regions', async () => {
    await putScan();
    const table = labelTable({ liver: 'liver', spleen: 'spleen' }, { regions: true });
    expect((await firstCodes({ labels: table })).codes).toEqual([0, 1, 3, 2]);
  });

  test('names the mask that a scan lacks', async () => {
    await putScan();
    await expect(open({ labels: { liver: 'liver', kidney: 'kidney_left' } })).rejects.toThrow('kidney_left');
  });
});

describe('named segments with labels', () => {
  const segments = [
    { value: 1, name: 'Liver', color: null },
    { value: 2, name: 'Tumour', color: null },
  ];
  const pairs = { image: 'ct-*', mask: 'organs-*' };

  test('are found by name or number, as classes and as regions', async () => {
    await put('ct-1.nii.gz', image);
    const [file] = await encodeNrrd({ ...mask(0, 1, 2, 1), segments }, 'organs-1.seg.nrrd');
    await folder.put(file!.name, file!.bytes);
    const codes = async (labels: OpenNiftiPairsOptions['labels']) => (await firstCodes({ ...pairs, labels })).codes;
    expect(await codes({ lesion: 'tumour', liver: 1 })).toEqual([0, 2, 1, 2]);
    expect(await codes({ liver: ['liver', 'tumour'], lesion: 'tumour' })).toEqual([0, 1, 3, 1]);
  });

  test('may overlap in the layers of a file if they are regions', async () => {
    await put('ct-1.nii.gz', image);
    const overlapping = new Uint8Array(labels.data.length);
    overlapping.set([0, 1, 3, 2]);
    const [file] = await encodeNrrd({ ...mask(0, 1, 2, 2), segments, codes: overlapping }, 'organs-1.seg.nrrd');
    await folder.put(file!.name, file!.bytes);
    const codes = async (named: OpenNiftiPairsOptions['labels']) =>
      (await firstCodes({ ...pairs, labels: named })).codes;
    expect(await codes(labelTable({ lesion: 'tumour', liver: 'liver' }, { regions: true }))).toEqual([0, 2, 3, 1]);
    expect(await codes({ organ: ['liver', 'tumour'], lesion: 'tumour' })).toEqual([0, 1, 3, 3]);
    await expect(codes({ lesion: 'tumour', liver: 'liver' })).rejects.toThrow(/share 1 voxel.* be regions/);
  });
});

test('layouts without numbered labels refuse them', async () => {
  await folder.put('images/a/1.png', 'x');
  await expect(open({ labels: { liver: 1 } })).rejects.toThrow(
    'openDataSet: $ holds PNG slices, where `labels` has no meaning'.replace('$', folder.path),
  );
  await expect(openNiftiPairs(folder.path, { labels: {} })).rejects.toThrow('labelTable: `labels`');
});
