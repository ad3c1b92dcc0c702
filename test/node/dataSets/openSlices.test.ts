import { join } from 'node:path';

import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { CtFileError } from '../../../src/data/ctFileError';
import type { CtDataSet } from '../../../src/data/dataSet';
import { openSlices } from '../../../src/node/dataSets/openSlices';
import { readSlices } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const { put } = folder;

const png = (height: number, width: number, level: number) =>
  encode({ height, width, data: new Uint8Array(height * width).fill(level), channels: 1 });

async function putSlice(name: string, image = png(4, 4, 51), mask = png(4, 4, 255)): Promise<void> {
  await put(`images/${name}.png`, image);
  await put(`masks/${name}.png`, mask);
}

/** Three patients with two slices each. */
async function putDataSet(): Promise<void> {
  for (const patient of ['a', 'b', 'c']) for (const slice of ['2', '10']) await putSlice(`${patient}/${slice}`);
}

/** The first scan. */
const scanOf = ({ patients }: CtDataSet) => patients[0]!.scans[0]!;

test('every folder is a scan, its slices in numerical order', async () => {
  await putDataSet();
  const dataSet = await openSlices(folder.path);
  expect(dataSet).toMatchObject({ name: 'PNG slices', notes: [], split: null });
  expect(dataSet.patients.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect((await readSlices(scanOf(dataSet))).map(({ name }) => name)).toEqual(['a/2', 'a/10']);
});

test('the parts of splits.json are the split', async () => {
  await putDataSet();
  const split = { train: ['c'], val: ['a'], test: ['b'] };
  await put('splits.json', JSON.stringify(split));
  expect((await openSlices(folder.path)).split).toEqual(split);
});

test('a slice is read with its grey levels and a mask of 0 and 1', async () => {
  await putDataSet();
  expect(await scanOf(await openSlices(folder.path)).readSlice(0)).toEqual({
    patient: 'a',
    name: 'a/2',
    unit: 'grey',
    height: 4,
    width: 4,
    values: new Uint8Array(16).fill(51),
    mask: new Uint8Array(16).fill(1),
  });
});

test('grey levels of fewer bits fill the range from 0 to 255', async () => {
  await putSlice(
    'a/1',
    encode({ height: 1, width: 2, data: Uint8Array.of(0x1f), channels: 1, depth: 4 }),
    png(1, 2, 0),
  );
  const { values } = await scanOf(await openSlices(folder.path)).readSlice(0);
  expect(values).toEqual(Uint8Array.of(17, 255));
});

test('the ending may be .PNG', async () => {
  await put('images/a/1.PNG', png(4, 4, 51));
  await put('masks/a/1.PNG', png(4, 4, 255));
  const { name, mask } = await scanOf(await openSlices(folder.path)).readSlice(0);
  expect([name, mask]).toEqual(['a/1', new Uint8Array(16).fill(1)]);
});

test('files that are no slices are passed over with a note', async () => {
  await putDataSet();
  await put('images/a/3.jpg', '');
  await put('masks/1.png', png(4, 4, 0));
  const why = 'is passed over: slices are images/<patient>/<slice>.png with masks/<patient>/<slice>.png';
  expect((await openSlices(folder.path)).notes).toEqual([`images/a/3.jpg ${why}`, `masks/1.png ${why}`]);
});

test('two scans of one person are one patient', async () => {
  for (const name of ['a', 'b', 'c', 'd']) await putSlice(`${name}/1`);
  await put('splits.json', JSON.stringify({ same_patient: [['d', 'a']] }));
  const { patients, split } = await openSlices(folder.path);
  expect(split).toBeNull();
  expect(patients.map(({ id, scans }) => [id, scans.map(({ name }) => name)])).toEqual([
    ['a', ['a', 'd']],
    ['b', ['b']],
    ['c', ['c']],
  ]);
});

describe('errors', () => {
  const rejects = (message: string) => expect(openSlices(folder.path)).rejects.toThrow(new Error(message));

  test('a folder that does not exist', () =>
    expect(openSlices('no/such/folder')).rejects.toThrow(new Error('openSlices: no/such/folder does not exist')));

  test('a file in place of the folder', async () => {
    await put('slices.zip', '');
    const file = join(folder.path, 'slices.zip');
    const message = `openSlices: ${file} is a file; give the folder that holds images and masks`;
    await expect(openSlices(file)).rejects.toThrow(new Error(message));
  });

  const layout = () =>
    `openSlices: images has no folders of patients; slices must lie at ${folder.path}/images/<patient>/<slice>.png`;

  test('a folder without images', () => rejects(layout()));

  test('images without folders of patients', async () => {
    await putSlice('1');
    await rejects(layout());
  });

  test('images that is a file', async () => {
    await put('images', '');
    await rejects(layout());
  });

  test('a whole folder of masks without images', async () => {
    await putSlice('a/1');
    await put('masks/b/1.png', png(4, 4, 0));
    await rejects('openSlices: masks/b has no images/b; add the images or remove the masks');
  });

  test('a folder without slices', async () => {
    await putSlice('a/1');
    await put('images/b/readme.txt', '');
    await rejects('openSlices: no PNG slices in images/b');
  });

  test('an image without a mask', async () => {
    await put('images/a/1.png', png(4, 4, 0));
    await rejects('openSlices: images/a/1.png has no mask masks/a/1.png; add the mask, all 0 where there is no liver');
  });

  test('a mask without an image', async () => {
    await putSlice('a/1');
    await put('masks/a/2.png', png(4, 4, 0));
    await rejects('openSlices: masks/a/2.png has no image images/a/2.png; add the image or remove the mask');
  });

  test('a mask that is a JPEG', async () => {
    await put('images/a/1.png', png(4, 4, 0));
    await put('masks/a/1.JPG', '');
    await rejects("openSlices: masks/a/1.JPG is a JPEG, which blurs the mask's edge; save masks as PNG");
  });

  test('a splits.json that is no JSON', async () => {
    await putDataSet();
    await put('splits.json', '{');
    await expect(openSlices(folder.path)).rejects.toThrow(/^openSlices: splits\.json: .*JSON/);
  });

  test('a mask of another size, when it is read', async () => {
    await putSlice('a/2', png(4, 4, 51), png(4, 5, 0));
    await expect(scanOf(await openSlices(folder.path)).readSlice(0)).rejects.toThrow(
      new CtFileError(
        'masks/a/2.png',
        'the mask has 4×5 pixels, but its image images/a/2.png has 4×4; save it at the size of the image',
      ),
    );
  });

  test('a broken image, when it is read', async () => {
    await putDataSet();
    await put('images/a/2.png', 'GIF89a');
    await expect(scanOf(await openSlices(folder.path)).readSlice(0)).rejects.toThrow(
      new CtFileError('images/a/2.png', 'not a PNG file'),
    );
  });
});
