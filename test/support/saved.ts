import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

import { registerLayers } from '../../src/layers/registerLayers';
import { fileSystem } from '../../src/node/fileSystem';
import { runFresh } from './freshProcess';
import { partsOf, predictionsOf } from './layers';

/** Expects a saved model to predict bit by bit the same, for numbers up to `scale`, when a fresh process loads it. */
export async function expectSameWhenLoaded(model: tf.LayersModel, scale = 1): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'msa-unet-saved-'));
  try {
    await model.save(fileSystem(folder));
    const loaded = JSON.parse(await runFresh('predictFresh.ts', [folder, tf.getBackend(), String(scale)]));
    expect(loaded).toStrictEqual(JSON.parse(JSON.stringify(await predictionsOf(model, scale))));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Expects all options of all layers to survive `toJSON` and `modelFromJSON`. */
export async function expectSameConfig(model: tf.LayersModel): Promise<void> {
  registerLayers();
  const json = JSON.parse(JSON.stringify(model.toJSON(null, false)));
  const copy = await tf.models.modelFromJSON(json);
  expect(copy.layers.map((layer) => layer.getConfig())).toStrictEqual(model.layers.map((layer) => layer.getConfig()));
  expect(partsOf(copy).map(unnamed)).toStrictEqual(partsOf(model).map(unnamed));
  copy.dispose();
}

/** The options of a layer inside another, where names of parts without weights are numbered process-wide. */
function unnamed(part: tf.layers.Layer): unknown {
  if (part instanceof tf.LayersModel) return null;
  return { ...part.getConfig(), className: part.getClassName(), name: null };
}
