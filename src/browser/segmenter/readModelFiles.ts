import * as tf from '@tensorflow/tfjs';

import { ModelFormatError } from '../../models/modelFormatError';
import { parseModelJson } from '../../models/parseModelJson';
import { byteLengthOf } from '../../models/validateWeights';
import { listed } from '../../utils/clip';
import { counted } from '../../utils/counted';

/**
 * Reads a model from files that a user has chosen: its `model.json` and its weights, in any order and among others.
 *
 * tfjs's `browserFiles` takes the first file for the `model.json`, and never settles if that is not JSON.
 *
 * @throws ModelFormatError if there is no `model.json`, it is damaged, or weights are missing or cut off
 */
export async function readModelFiles(files: readonly File[]): Promise<tf.io.ModelArtifacts> {
  const json = await modelJsonIn(files);
  return tf.io.getModelArtifactsForJSON(json, async (groups) => {
    const paths = groups.flatMap((group) => group.paths);
    const named = new Map(files.toReversed().map((file) => [file.name, file])); // the first of a name
    const weights = paths.map((path) => named.get(baseName(path)));
    const missing = paths.filter((_, i) => !weights[i]).map(baseName);
    if (missing.length > 0)
      throw new ModelFormatError(
        `the weights ${listed(missing)} are missing among ${counted(files.length, 'file')}. Choose them together with ` +
          'model.json',
      );
    for (const group of groups) {
      const expected = byteLengthOf(group.weights);
      const received = group.paths.reduce((sum, path) => sum + named.get(baseName(path))!.size, 0);
      if (received !== expected)
        throw new ModelFormatError(
          `${listed(group.paths.map(baseName))} must have ${expected} bytes; ${received} are there. Download the model again`,
        );
    }
    const data = await new Blob(weights as File[]).arrayBuffer();
    return [groups.flatMap((group) => group.weights), data];
  });
}

/** The first JSON file that is a model; if there is none, says what is wrong with the likeliest one. */
async function modelJsonIn(files: readonly File[]): Promise<tf.io.ModelJSON> {
  const named = files.filter(({ name }) => name.toLowerCase().endsWith('.json'));
  const likely = named.find(({ name }) => name === 'model.json') ?? named[0];
  if (!likely) {
    const names = listed(files.map(({ name }) => name));
    throw new ModelFormatError(
      `there is no model.json among the files (${names || 'none'}). Choose it with its weights`,
    );
  }
  const others = named.filter((file) => file !== likely);
  for (const file of [likely, ...others]) {
    const json = await parsed(file).catch(() => null);
    if (json) return json;
  }
  return parsed(likely);
}

const parsed = async (file: File) =>
  parseModelJson(await file.text(), file.name, 'Download the file itself, not the page that shows it');

const baseName = (path: string) => path.split('/').at(-1)!;
