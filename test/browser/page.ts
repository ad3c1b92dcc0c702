// Runs in the browser: what the library must hold there, on the backend that the test names.
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { CLAHE, HUWindow, loadModel, readVolume, windowHu } from 'msa-unet';

import { plain } from '../support/plainVolume';
import type { Expected } from './expected';

/** Something that was checked; `problem` is empty if it holds. */
export interface Outcome {
  fact: string;
  problem: string;
}

declare global {
  interface Window {
    checkBackend: (backend: string) => Promise<Outcome[]>;
    /** Reads the files that the user has chosen. */
    checkReading: (format: string) => Promise<Outcome>;
  }
}

window.checkBackend = async (backend) => {
  setWasmPaths('/wasm/');
  await tf.setBackend(backend);
  await tf.ready();
  const expected = await fetchExpected();
  const checks: [fact: string, check: () => Promise<string>][] = [
    ['is the backend', async () => (tf.getBackend() === backend ? '' : `it is ${tf.getBackend()}`)],
    ['a saved model makes of raw HU the probabilities of Node', () => checkModel(expected)],
    ['HUWindow is within one level of windowHu', checkWindow],
    ...expected.clahe.map((example): [string, () => Promise<string>] => [
      `CLAHE of ${example.name} is within one level of what it should be`,
      () => checkClahe(example),
    ]),
  ];
  const outcomes: Outcome[] = [];
  for (const [fact, check] of checks) outcomes.push({ fact: `${backend}: ${fact}`, problem: await problemOf(check) });
  return outcomes;
};

window.checkReading = async (format) => {
  const problem = await problemOf(async () => {
    const { files } = document.querySelector('input')!;
    const received = plain(await readVolume([...files!]));
    const expected = (await fetchExpected()).scans[format]!;
    const differ = (Object.keys(expected) as (keyof typeof expected)[]).filter(
      (key) => JSON.stringify(received[key]) !== JSON.stringify(expected[key]),
    );
    return differ.length === 0 ? '' : `${differ.join(', ')} differ`;
  });
  return { fact: `${format}: files that a user has chosen are read as in Node`, problem };
};

async function fetchExpected(): Promise<Expected> {
  return (await fetch('/expected.json')).json();
}

async function checkModel({ hu, probabilities }: Expected): Promise<string> {
  const model = await loadModel('/model/model.json');
  const input = tf.tensor(hu, [2, ...(model.inputs[0]!.shape.slice(1) as number[])]);
  const output = model.predict(input) as tf.Tensor;
  const worst = largestDifference(await output.data(), probabilities);
  tf.dispose([input, output]);
  model.dispose();
  return worst <= 1e-4 ? '' : `the largest difference is ${worst}`;
}

async function checkWindow(): Promise<string> {
  const hu = Float32Array.from({ length: 600 }, (_, i) => i - 275);
  const levels = Array.from(windowHu(hu), (grey) => grey * 255);
  return compareLevels(new HUWindow(), tf.tensor4d(hu, [1, 20, 30, 1]), levels);
}

async function checkClahe({ height, width, options, levels, equalised }: Expected['clahe'][number]): Promise<string> {
  const input = tf.tidy(() => tf.div<tf.Tensor4D>(tf.tensor4d(levels, [1, height, width, 1]), 255));
  return compareLevels(new CLAHE(options), input, equalised);
}

/** The layer's output in grey levels against what is expected; the input is disposed. */
async function compareLevels(layer: tf.layers.Layer, input: tf.Tensor, expected: readonly number[]): Promise<string> {
  const output = tf.tidy(() => tf.mul(layer.apply(input) as tf.Tensor, 255));
  const worst = largestDifference(await output.data(), expected);
  tf.dispose([input, output]);
  return worst <= 1.001 ? '' : `the largest difference is ${worst} levels`;
}

function largestDifference(received: ArrayLike<number>, expected: readonly number[]): number {
  if (received.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((worst, value, i) => {
    const difference = Math.abs(value - received[i]!);
    return difference <= worst ? worst : difference; // NaN stays
  }, 0);
}

async function problemOf(check: () => Promise<string>): Promise<string> {
  try {
    return await check();
  } catch (error) {
    return error instanceof Error ? `${error.stack}` : String(error);
  }
}
