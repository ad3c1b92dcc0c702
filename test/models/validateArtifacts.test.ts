import type * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';

import { ModelFormatError } from '../../src/models/modelFormatError';
import { validateArtifacts } from '../../src/models/validateArtifacts';
import { artifactsOf, type SavedModel, tinyModel } from '../support/tinyModel';

let saved: SavedModel;
beforeAll(async () => {
  saved = await artifactsOf(tinyModel());
});

it('keeps topology, weights and metadata, and nothing else', () => {
  const trainingConfig = { optimizer_config: {}, loss: '' };
  const all = { ...saved, userDefinedMetadata: { a: 1 }, trainingConfig, generatedBy: 'x' };
  const { modelTopology, ...rest } = validateArtifacts(all);
  expect(modelTopology).toHaveProperty('className', 'Model');
  expect(rest).toEqual({
    weightSpecs: saved.weightSpecs,
    weightData: saved.weightData,
    format: 'layers-model',
    userDefinedMetadata: { a: 1 },
  });
});

it.each([
  ['no artifacts', 'there is no model topology', null],
  ['no topology', 'there is no model topology', { modelTopology: undefined }],
  ['a binary topology', 'there is no model topology', { modelTopology: new ArrayBuffer(8) }],
  ['no weights', 'there are no weights', { weightData: undefined }],
  ['no specifications', 'there are no weights', { weightSpecs: null }],
  ['a graph model', 'the format must be "layers-model"; received "graph-model"', { format: 'graph-model' }],
])('refuses %s', (_title, message, change) => {
  const artifacts = (change && { ...saved, ...change }) as tf.io.ModelArtifacts;
  expect(() => validateArtifacts(artifacts)).toThrow(new ModelFormatError(message));
});
