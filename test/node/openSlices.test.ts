import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Samples } from '../../src/data/sample';
import { openSlices } from '../../src/node/openSlices';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slices-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), content);
}

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

const namesOf = async (samples: Samples) =>
  Promise.all(Array.from({ length: samples.length }, async (_, i) => (await samples.read(i)).name));

test('the parts of splits.json hold the slices of their folders in numerical order', async () => {
  await putDataSet();
  await put('splits.json', JSON.stringify({ train: ['c'], val: ['a'], test: ['b'] }));
  const { train, val, test } = await openSlices(folder);
  expect(await namesOf(train)).toEqual(['c/2', 'c/10']);
  expect(await namesOf(val)).toEqual(['a/2', 'a/10']);
  expect(await namesOf(test)).toEqual(['b/2', 'b/10']);
});

test('without splits.json the patients are split by the seed', async () => {
  await putDataSet();
  const splits = new Set<string>();
  for (let seed = 0; seed < 8; seed++) splits.add((await namesOf((await openSlices(folder, { seed })).test)).join());
  expect(splits.size).toBeGreaterThan(1);
});

test('a slice is read with its grey levels from 0 to 1 and a mask of 0 and 1', async () => {
  await putDataSet();
  const { train } = await openSlices(folder);
  expect(await train.read(0)).toMatchObject({
    height: 4,
    width: 4,
    image: new Float32Array(16).fill(0.2),
    mask: new Uint8Array(16).fill(1),
  });
});

test('slices are resized when a size is given', async () => {
  await putDataSet();
  const { train } = await openSlices(folder, { size: [2, 2] });
  expect(await train.read(0)).toMatchObject({ height: 2, width: 2, image: new Float32Array(4).fill(0.2) });
});

test('two scans of one person are one patient', async () => {
  for (const name of ['a', 'b', 'c', 'd']) await putSlice(`${name}/1`);
  await put('splits.json', JSON.stringify({ train: ['a', 'd'], val: ['b'], test: ['c'], same_patient: [['d', 'a']] }));
  const { train } = await openSlices(folder);
  expect((await train.read(1)).patient).toBe('a');
  expect((await train.read(1)).name).toBe('d/1');
});

describe('errors', () => {
  const rejects = (message: string) => expect(openSlices(folder)).rejects.toThrow(new Error(message));

  test('a folder that does not exist', () =>
    expect(openSlices('no/such/folder')).rejects.toThrow(new Error('openSlices: no/such/folder does not exist')));

  test('a file in place of the folder', async () => {
    await put('slices.zip', '');
    const file = join(folder, 'slices.zip');
    const message = `openSlices: ${file} is a file; give the folder that holds images and masks`;
    await expect(openSlices(file)).rejects.toThrow(new Error(message));
  });

  const layout = () =>
    `openSlices: images has no folders of patients; slices must lie at ${folder}/images/<patient>/<slice>.png`;

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
    await expect(openSlices(folder)).rejects.toThrow(/^openSlices: splits\.json: .*JSON/);
  });

  test('a mask of another size, when it is read', async () => {
    await putDataSet();
    for (const patient of ['a', 'b', 'c']) await put(`masks/${patient}/2.png`, png(4, 5, 0));
    const { train } = await openSlices(folder);
    await expect(Promise.resolve(train.read(0))).rejects.toThrow(
      /^openSlices: images\/[abc]\/2\.png is 4×4 pixels, but its mask is 4×5; save the mask at the size of its image$/,
    );
  });

  test('a broken image, when it is read', async () => {
    await putDataSet();
    for (const patient of ['a', 'b', 'c']) await put(`images/${patient}/2.png`, 'GIF89a');
    const { train } = await openSlices(folder);
    await expect(Promise.resolve(train.read(0))).rejects.toThrow(/^openSlices: images\/[abc]\/2\.png: not a PNG file$/);
  });
});
