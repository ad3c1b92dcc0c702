import * as tf from '@tensorflow/tfjs';
import { buildUnet, loadModel, ModelFormatError } from 'msa-unet';
import { beforeEach, describe, expect, it } from 'vitest';

import { readModelFiles } from '../../../src/browser/segmenter/readModelFiles';
import { artifactsOf } from '../../support/tinyModel';

let json: File;
let weights: File[];

beforeEach(async () => {
  await tf.setBackend('cpu');
  const model = buildUnet([16, 16, 1], { baseFilters: 1, depth: 1, seed: 1 });
  const { modelTopology, weightSpecs, weightData } = await artifactsOf(model);
  model.dispose();
  const manifest = [{ paths: ['model/a.bin', 'model/b.bin'], weights: weightSpecs }];
  json = new File([JSON.stringify({ modelTopology, weightsManifest: manifest })], 'model.json');
  weights = [new File([weightData.slice(0, 7)], 'a.bin'), new File([weightData.slice(7)], 'b.bin')];
});

const settings = new File(['{ "format": 2, "preprocessing": {} }'], 'settings.json');
const page = new File(['<!DOCTYPE html><title>App</title>'], 'model.json');

/** What the worker does with files; those of Node cannot be sent to it. */
const load = (files: File[]) => loadModel({ load: () => readModelFiles(files) });

describe('files of a model', () => {
  it('are loaded in any order, and among the other files of a run', async () => {
    const model = await load([settings, weights[1]!, new File(['x'], 'log.csv'), json, weights[0]!]);
    expect(model.inputs[0]!.shape).toEqual([null, 16, 16, 1]);
    model.dispose();
  });

  it.each<[string, () => File[], string]>([
    ['nothing', () => [], 'there is no model.json among the files (none). Choose it with its weights'],
    [
      'weights alone',
      () => weights,
      'there is no model.json among the files (a.bin, b.bin). Choose it with its weights',
    ],
    [
      'a model.json alone',
      () => [json],
      'the weights a.bin, b.bin are missing among 1 file. Choose them together with model.json',
    ],
    [
      'the settings of a run',
      () => [settings],
      'settings.json holds the settings of a run, not a model. Load model/model.json of the same run',
    ],
    [
      'a web page',
      () => [page, ...weights],
      'model.json is an HTML page, not a model. Download the file itself, not the page that shows it',
    ],
  ])('are refused if they are %s', async (_, files, message) => {
    await expect(load(files())).rejects.toThrow(new ModelFormatError(message));
  });

  it('are refused if their weights are cut off', async () => {
    const expected = weights[0]!.size + weights[1]!.size;
    await expect(load([json, weights[0]!, new File(['x'], 'b.bin')])).rejects.toThrow(
      new ModelFormatError(`a.bin, b.bin must have ${expected} bytes; 8 are there. Download the model again`),
    );
  });
});
