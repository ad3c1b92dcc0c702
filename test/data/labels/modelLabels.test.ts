import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { labelTable } from '../../../src/data/labels/labelTable';
import { modelLabels, setModelLabels } from '../../../src/data/labels/modelLabels';
import { addPreprocessing, averageHeads, buildUnet, buildUnetPlusPlus, loadModel } from '../../../src/index';

const labels = labelTable({ liver: [1, 2], tumour: 2 });
const unet = () => buildUnet([16, 16, 1], { baseFilters: 2, depth: 2, classes: 2, activation: 'sigmoid' });

async function reloaded(model: tf.LayersModel): Promise<tf.LayersModel> {
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return loadModel(saved);
}

describe('modelLabels', () => {
  it('is null for a model without labels', () => {
    expect(modelLabels(unet())).toBeNull();
  });

  it('keeps other metadata', () => {
    const model = unet();
    model.setUserDefinedMetadata({ author: 'me' });
    setModelLabels(model, labels);
    expect(model.getUserDefinedMetadata()).toMatchObject({ author: 'me' });
    expect(modelLabels(model)).toEqual(labels);
  });

  it('returns the table of a saved and loaded model', async () => {
    const model = unet();
    setModelLabels(model, labels);
    expect(modelLabels(await reloaded(model))).toEqual(labels);
  });

  it('keeps the order in which regions are written', async () => {
    const model = unet();
    const ordered = labelTable({ liver: [1, 2], tumour: 2 }, { regionOrder: ['tumour', 'liver'] });
    setModelLabels(model, ordered);
    expect(modelLabels(await reloaded(model))).toEqual(ordered);
  });

  it('goes from a model to those that are made of it', () => {
    const model = unet();
    setModelLabels(model, labels);
    expect(modelLabels(addPreprocessing(model))).toEqual(labels);
    const heads = buildUnetPlusPlus([16, 16, 1], { baseFilters: 2, depth: 2, classes: 2, deepSupervision: true });
    setModelLabels(heads, labels);
    expect(modelLabels(averageHeads(heads))).toEqual(labels);
  });

  it.each([
    ['no object', 1],
    ['shared numbers of classes', { ...labels, regions: false }],
    ['a colour out of range', { ...labels, labels: [{ ...labels.labels[0], color: [0, 0, 256] }] }],
    ['the same name twice', { ...labels, labels: [labels.labels[0], labels.labels[0]] }],
    ['a pair of strangers', { ...labels, mirrored: [['a', 'b']] }],
    ['an order without a region', { ...labels, regionOrder: ['tumour'] }],
  ])('refuses metadata with %s', (_, table) => {
    const model = unet();
    model.setUserDefinedMetadata({ labels: table });
    expect(() => modelLabels(model)).toThrow('modelLabels: `model` must be without broken metadata: ');
  });
});
