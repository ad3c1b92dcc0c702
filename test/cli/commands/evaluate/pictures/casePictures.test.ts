import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type * as tf from '@tensorflow/tfjs';
import { decode } from 'fast-png';
import { drawOverlay, encodeNifti, type LabelTable, labelTable, windowHu } from 'msa-unet';
import { fileSystem, openDataSet, useBackend } from 'msa-unet/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { parseOptions } from '../../../../../src/cli/args/parseOptions';
import { evaluateOptions } from '../../../../../src/cli/commands/evaluate/evaluateOptions';
import { evaluateRun } from '../../../../../src/cli/commands/evaluate/evaluateRun';
import { phantomScans, phantomVolumes } from '../../../../support/phantomScans';
import { brightModel, threeClassModel } from '../../../../support/pixelModels';
import { tempFolder } from '../../../../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);

beforeEach(async () => {
  for (const method of ['error', 'log'] as const) vi.spyOn(console, method).mockImplementation(() => {});
  await useBackend('cpu', { log: null });
});
afterEach(() => vi.restoreAllMocks());

/** Saves a network, and scans whose masks hold these numbers in turn inside the liver. */
async function put(model: tf.LayersModel, labels: LabelTable | null, scans: number, numbers: readonly number[]) {
  if (labels) model.setUserDefinedMetadata({ labels: JSON.parse(JSON.stringify(labels)) });
  await model.save(fileSystem(at('model')));
  for (const [i, scan] of phantomScans(scans, { depth: 3, size: 16 }).entries()) {
    const volumes = phantomVolumes(scan);
    const data = volumes.labels.data.map((inside, n) => (inside ? numbers[n % numbers.length]! : 0));
    await folder.put(`data/volume-${i}.nii.gz`, await encodeNifti(volumes.image));
    await folder.put(`data/segmentation-${i}.nii.gz`, await encodeNifti({ ...volumes.labels, data }));
  }
}

const evaluate = (...more: string[]) => {
  const args = ['--model', at('model'), at('data'), '--part', 'all', '--backend', 'cpu', '--no-clahe'];
  return evaluateRun(parseOptions([...args, '--pictures', at('shown'), ...more], evaluateOptions, 'data'));
};

/** Lines of the table of pictures. */
const printed = () => vi.mocked(console.log).mock.calls.at(-1)![0].split('\n').slice(2) as string[];

test('pictures of the worst and the middle scans are written, and listed with their scores', async () => {
  await put(brightModel(), null, 8, [1]);
  await evaluate('--csv', at('scores.csv'));
  const lines = (await readFile(at('scores.csv'), 'utf8')).trimEnd().split('\n');
  const column = lines[0]!.split(',').indexOf('diceCoefficient');
  const volumes = lines
    .map((line) => line.split(','))
    .filter(([, volume, slice]) => volume !== 'volume' && slice === '');
  const sorted = volumes
    .map((cells) => ({ name: cells[1]!, dice: Number(cells[column]) }))
    .sort((a, b) => a.dice - b.dice);
  const expected = sorted.slice(0, 6).map(({ name, dice }, i) => {
    const rank = i < 3 ? `worst-${i + 1}` : `middle-${i - 2}`;
    return new RegExp(`^${rank}-${name}-slice-\\d\\.png +${dice.toFixed(4)}$`);
  });
  expect(printed()).toEqual(expected.map((line) => expect.stringMatching(line)));
  const files = printed().map((line) => line.split(' ')[0]!);
  expect((await readdir(at('shown'))).sort()).toEqual([...files].sort());
});

test('a picture has ground truth and prediction of its slice, in the colours of the labels', async () => {
  const labels = labelTable({ liver: 6, spleen: 9 });
  await put(threeClassModel(), labels, 2, [6, 9]);
  await evaluate('--labels', 'liver=6', '--labels', 'spleen=9', '--window-min', '-300', '--window-max', '300');
  const [first] = printed().map((line) => line.split(' ')[0]!);
  const { patients } = await openDataSet(at('data'), { labels });
  const [, number, index] = /^worst-1-volume-(\d)-slice-(\d)\.png$/.exec(first!)!;
  const slice = await patients[Number(number)]!.scans[0]!.readSlice(Number(index));
  const image = windowHu(slice.values, { windowMin: -300, windowMax: 300 });
  const prediction = image.map((grey) => (grey < 1 / 3 ? 0 : grey < 2 / 3 ? 1 : 2));
  const shown = { height: 16, width: 16, image, truth: slice.mask, prediction, labels, side: 512, legend: true };
  const { data, ...size } = drawOverlay(shown);
  const png = decode(await readFile(at(`shown/${first}`)));
  expect(png).toMatchObject(size);
  expect(Buffer.compare(Buffer.from(png.data), Buffer.from(data))).toBe(0);
});

test('earlier pictures are replaced with --force only, and other files stay', async () => {
  await put(brightModel(), null, 1, [1]);
  await folder.put('shown/worst-2-other-7.png', '');
  await folder.put('shown/notes.txt', '');
  await expect(evaluate()).rejects.toThrow(
    new Error(`${at('shown/worst-2-other-7.png')} already exists; pass --force to replace the pictures`),
  );
  expect(console.log).not.toHaveBeenCalled();
  await evaluate('--force');
  expect((await readdir(at('shown'))).sort()).toEqual([
    'notes.txt',
    expect.stringMatching(/^worst-1-volume-0-slice-\d\.png$/),
  ]);
});
