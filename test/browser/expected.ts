import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import {
  addPreprocessing,
  applyClahe,
  buildMsaUnet,
  type ClaheOptions,
  type CtFile,
  generatePhantom,
  readVolume,
} from 'msa-unet';
import { fileSystem, useBackend } from 'msa-unet/node';

import { Random } from '../../src/utils/random';
import { claheCases } from '../support/claheCases';
import { fieldCases, fieldFiles, noField } from '../support/fieldCases';
import { shake } from '../support/layers';
import { plain } from '../support/plainVolume';
import { phantomVolume, scanFiles } from '../support/scanFiles';

/** What the page is given, and what Node makes of it. */
export interface Expected {
  /** Two slices of 32×32 in Hounsfield units, and their mask probabilities. */
  hu: number[];
  probabilities: number[];
  /** Images of 8-bit grey levels, and what `applyClahe` makes of them; those of OpenCV where the fixtures are there. */
  clahe: {
    name: string;
    height: number;
    width: number;
    options: ClaheOptions;
    levels: number[];
    equalised: number[];
  }[];
  /** The volumes that Node reads, by their formats. */
  scans: { [format: string]: ReturnType<typeof plain> };
}

const side = 32; // of the slices, and of the model's input

const sizes = [
  [64, 64],
  [61, 50],
  [47, 96],
  [9, 7],
  [40, 24], // tiles of 5×3, an odd number of pixels
] as const;

/**
 * Saves a model that takes Hounsfield units as `model/` and writes `expected.json`.
 *
 * @returns the files of the scans, by their formats
 */
export async function writeExpected(folder: string): Promise<{ [format: string]: readonly CtFile[] }> {
  await useBackend('cpu', { log: null });
  const files: { [format: string]: readonly CtFile[] } = {
    ...(await scanFiles(phantomVolume(3, 40))),
    ...(await fieldScans()),
  };
  const scans: Expected['scans'] = {};
  for (const format of Object.keys(files)) scans[format] = plain(await readVolume(files[format]!, { onNote: null }));
  const expected: Expected = { ...(await predict(join(folder, 'model'))), clahe: equalise(), scans };
  await writeFile(join(folder, 'expected.json'), JSON.stringify(expected));
  return files;
}

/** The inputs of the field that are read, where the fixtures are there. */
async function fieldScans(): Promise<{ [format: string]: readonly CtFile[] }> {
  const cases = noField ? [] : fieldCases.filter(({ right }) => typeof right === 'number');
  return Object.fromEntries(await Promise.all(cases.map(async ({ path }) => [path, await fieldFiles(path)] as const)));
}

async function predict(folder: string): Promise<Pick<Expected, 'hu' | 'probabilities'>> {
  const bare = buildMsaUnet([side, side, 1], { baseFilters: 1, seed: 1 });
  shake(bare);
  const model = addPreprocessing(bare);
  await model.save(fileSystem(folder));
  const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 2, size: side });
  const hu = patient!.slices.flatMap((slice) => [...slice.hu]);
  const output = model.predict(tf.tensor(hu, [2, side, side, 1])) as tf.Tensor;
  return { hu, probabilities: Array.from(await output.data()) };
}

function equalise(): Expected['clahe'] {
  const own = sizes.map(([height, width], seed) => {
    const random = new Random(seed + 1);
    const levels = Uint8Array.from({ length: height * width }, (_, i) => 80 + 60 * random.uniform() + (i % 7));
    const equalised = [...applyClahe(levels, height, width)];
    return { name: `${height}×${width}`, height, width, options: {}, levels: [...levels], equalised };
  });
  const ofOpenCv = claheCases.map(({ input, output, sha256, ...rest }) => ({
    ...rest,
    levels: [...input],
    equalised: [...output],
  }));
  return [...own, ...ofOpenCv];
}
