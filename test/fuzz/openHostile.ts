// Opens a hostile model or archive and prints what that took: `openHostile.ts model FOLDER`.
import { readFileSync } from 'node:fs';

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
const taken: Taken = { seconds: (user + system) / 1e6, megabytes: peakMegabytes() };
console.log(JSON.stringify(taken));

/** Linux starts the `maxRSS` of a process with that of its parent, which has just made the archive; `VmHWM` is its own. */
function peakMegabytes(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error('/proc/self/status has no VmHWM; these measurements need Linux');
  return Number(kilobytes) / 1e3;
}
