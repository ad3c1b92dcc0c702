import { createRequire } from 'node:module';
import { cpus } from 'node:os';

import * as tf from '@tensorflow/tfjs';
import { applyClahe, CLAHE, HUWindow, windowHu } from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

const side = 512;
const rounds = 31;

/** Times the window and CLAHE at 512×512 against OpenCV compiled to WASM, on the same image, turn by turn. */
export async function benchPreprocessing(backends: BackendName[]): Promise<void> {
  console.log(
    `Preprocessing ${side}×${side}, ${cpus()[0]?.model}, Node ${process.version}, processor time, median of ${rounds}`,
  );
  const hu = Float32Array.from({ length: side * side }, (_, i) => ((i * 7919) % 450) - 200 + 20 * Math.sin(i / 3000));
  const grey = windowHu(hu);
  const levels = Uint8Array.from(grey, (value) => Math.round(value * 255));
  const reference = await openCvClahe(levels);
  await report('windowHu', () => windowHu(hu), reference);
  await report('applyClahe', () => applyClahe(levels, side, side), reference);
  for (const name of backends) {
    try {
      await useBackend(name, { log: null });
    } catch (error) {
      console.log(`${name}: skipped; ${error instanceof Error ? error.message : error}`);
      continue;
    }
    const inputs = { HUWindow: tf.tensor4d(hu, [1, side, side, 1]), CLAHE: tf.tensor4d(grey, [1, side, side, 1]) };
    for (const layer of [new HUWindow({ name: 'HUWindow' }), new CLAHE({ name: 'CLAHE' })])
      await report(`${layer.name} on ${name}`, () => run(layer, inputs[layer.name as 'CLAHE']), reference);
    tf.dispose(inputs);
  }
}

async function run(layer: tf.layers.Layer, x: tf.Tensor): Promise<void> {
  const y = layer.apply(x) as tf.Tensor;
  await y.data();
  y.dispose();
}

async function openCvClahe(levels: Uint8Array): Promise<() => void> {
  const cv: typeof import('@techstark/opencv-js') = createRequire(import.meta.url)('@techstark/opencv-js');
  // Not `await cv`: it has a `then` that hands over itself, without end.
  await new Promise<void>((resolve) => {
    if ('Mat' in cv && cv.Mat) resolve();
    else cv.onRuntimeInitialized = resolve;
  });
  const [source, target] = [cv.matFromArray(side, side, cv.CV_8UC1, levels), new cv.Mat()];
  const equaliser = new cv.CLAHE(2, new cv.Size(8, 8));
  return () => equaliser.apply(source, target);
}

async function report(name: string, ours: () => unknown, reference: () => void): Promise<void> {
  const times: [number[], number[]] = [[], []];
  for (let round = -5; round < rounds; round++)
    for (const [which, work] of [ours, reference].entries()) {
      const start = process.cpuUsage(); // not the clock, which also counts what else the machine does
      await work();
      const { user, system } = process.cpuUsage(start);
      if (round >= 0) times[which]!.push((user + system) / 1000);
    }
  const [own, theirs] = times.map((list) => list.sort((a, b) => a - b)[rounds >> 1]!) as [number, number];
  console.log(
    `  ${name.padEnd(24)}${own.toFixed(2)} ms  ${(own / theirs).toFixed(2)} × opencv-js CLAHE (${theirs.toFixed(2)} ms)`,
  );
}
