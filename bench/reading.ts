import { cpus } from 'node:os';

import * as tf from '@tensorflow/tfjs';
import { CLAHE, type CtFile, HUWindow, readVolume, slicesAsTensor } from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

import { phantomVolume, scanFiles } from '../test/support/scanFiles';

const [depth, side] = [4, 512];
const rounds = 5;

/** Times reading a scan from memory in every format, and preparing its slices for a network from file to tensor. */
export async function benchReading(backends: BackendName[]): Promise<void> {
  console.log(`${depth} slices of ${side}×${side}, ${cpus()[0]?.model}, Node ${process.version}, median of ${rounds}`);
  const formats = await scanFiles(phantomVolume(depth, side));
  for (const [format, files] of Object.entries(formats))
    report(`read ${format}`, await timeOf(() => readVolume(files)));
  for (const backend of backends) {
    try {
      await useBackend(backend, { log: null });
    } catch (error) {
      console.log(`${backend}: skipped; ${error instanceof Error ? error.message : error}`);
      continue;
    }
    for (const format of ['DICOM, uncompressed', 'NIfTI, gzipped'])
      report(`prepare ${format} on ${backend}`, await timeOf(() => prepare(formats[format]!)));
  }
}

/** Slice by slice: Hounsfield units windowed and equalised, as a network takes them. */
async function prepare(files: readonly CtFile[]): Promise<void> {
  const volume = await readVolume(files);
  const [window, clahe] = [new HUWindow(), new CLAHE()];
  for (let z = 0; z < depth; z++) {
    const ready = tf.tidy(() => clahe.apply(window.apply(slicesAsTensor(volume, z, z + 1))) as tf.Tensor);
    await ready.data();
    ready.dispose();
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const start = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - start); // the first loads codecs
  }
  return times.sort((a, b) => a - b)[rounds >> 1]!;
}

function report(name: string, milliseconds: number): void {
  const perSecond = (1000 * depth) / milliseconds;
  console.log(
    `  ${name.padEnd(40)}${perSecond.toFixed(1).padStart(7)} slices/s  ${(milliseconds / depth).toFixed(1)} ms each`,
  );
}
