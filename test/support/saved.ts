import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

import { registerLayers } from '../../src/layers/registerLayers';
import { loadModel } from '../../src/models/loadModel';
import type { BackendName } from '../../src/node/backends/useBackend';
import { fileSystem } from '../../src/node/fileSystem';
import { runFresh } from './freshProcess';
import { partsOf, predictionsOf } from './layers';

/** The process that loads what was saved: a fresh one takes two seconds of processor time to start. */
export type Loader = 'this' | 'a fresh';

/** Who loads on a backend. Loading is the same code on all of them: on cpu this process does, as wasm is always tested too. */
export const loaderOn = (backend: BackendName): Loader => (backend === 'cpu' ? 'this' : 'a fresh');

/** Expects a saved model to predict bit by bit the same, for numbers up to `scale`, when it has been loaded. */
export async function expectSameWhenLoaded(
  model: tf.LayersModel,
  { scale = 1, loader = 'a fresh' }: { scale?: number; loader?: Loader } = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'msa-unet-saved-'));
  try {
    await model.save(fileSystem(folder));
    const loaded = loader === 'this' ? await predictHere(folder, scale) : await predictFresh(folder, scale);
    expect(loaded).toStrictEqual(JSON.parse(JSON.stringify(await predictionsOf(model, scale))));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const predictFresh = async (folder: string, scale: number): Promise<number[]> =>
  JSON.parse(await runFresh('predictFresh.ts', [folder, tf.getBackend(), String(scale)]));

async function predictHere(folder: string, scale: number): Promise<number[]> {
  const model = await loadModel(fileSystem(folder));
  const predictions = await predictionsOf(model, scale);
  model.dispose();
  return predictions;
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
