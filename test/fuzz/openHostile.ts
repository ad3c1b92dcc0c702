// Opens a hostile model or archive and prints what that took: `openHostile.ts model FOLDER`.
import * as tf from '@tensorflow/tfjs';

import { CtFileError } from '../../src/data/ctFileError';
import { loadModel } from '../../src/models/loadModel';
import { ModelFormatError } from '../../src/models/modelFormatError';
import { ctFiles } from '../../src/node/ctFiles';
import { fileSystem } from '../../src/node/fileSystem';

/** What opening it took. */
export interface Taken {
  /** Of processor time. */
  readonly seconds: number;
  /** At the peak, of the whole process. */
  readonly megabytes: number;
}

const [kind, folder] = process.argv.slice(2) as [string, string];
await tf.setBackend('cpu');
const start = process.cpuUsage();
try {
  await (kind === 'model' ? loadModel(fileSystem(folder)) : ctFiles(folder));
} catch (error) {
  if (!(error instanceof ModelFormatError || error instanceof CtFileError)) throw error;
}
const { user, system } = process.cpuUsage(start);
const taken: Taken = { seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1e3 };
console.log(JSON.stringify(taken));
