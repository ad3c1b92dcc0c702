// Runs in the browser: what the library must hold there, on the backend that the test names.
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import {
  Augmentation,
  buildUnet,
  CLAHE,
  HUWindow,
  loadModel,
  phantomDataSet,
  prepareSlices,
  readVolume,
  splitDataSet,
  trainSegmentation,
  windowHu,
} from 'msa-unet';

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
    /** Loses the WebGL context during a training. */
    checkContextLoss: () => Promise<Outcome>;
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
    ['Augmentation is what it is on cpu', () => checkAugmentation(backend)],
    ...expected.clahe.map((example): [string, () => Promise<string>] => [
      `CLAHE of ${example.name} is within one level of what it should be`,
      () => checkClahe(example),
    ]),
  ];
  const outcomes: Outcome[] = [];
  for (const [fact, check] of checks) outcomes.push({ fact: `${backend}: ${fact}`, problem: await problemOf(check) });
  return outcomes;
};

window.checkContextLoss = async () => {
  const problem = await problemOf(async () => {
    await tf.setBackend('webgl');
    const { parts } = await splitDataSet(phantomDataSet({ patients: 3, slicesPerPatient: 2, size: 16 }));
    const [train, val] = [prepareSlices(parts.train), prepareSlices(parts.val)];
    const { gl } = (tf.backend() as tf.KernelBackend & { gpgpu: { gl: WebGLRenderingContext } }).gpgpu;
    const onProgress = () => gl.getExtension('WEBGL_lose_context')?.loseContext();
    const training = trainSegmentation(buildUnet([16, 16, 1], { baseFilters: 1, depth: 2 }), {
      train,
      val,
      batchSize: 1,
      onProgress,
    });
    return training.then(
      () => 'the training has not ended with an error',
      ({ message }) => (message.startsWith('WebGL has lost the graphics card: ') ? '' : message),
    );
  });
  return { fact: 'webgl: a lost context ends the training with an error', problem };
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

/** Odd sides, which some GPU kernels pad with garbage. */
async function checkAugmentation(backend: string): Promise<string> {
  const values = Float32Array.from({ length: 2 * 13 * 9 }, (_, i) => ((i * 37) % 101) / 100);
  const augmented = async () => {
    const [x, y] = [tf.tensor4d(values, [2, 13, 9, 1]), tf.tensor4d(values.map(Math.round), [2, 13, 9, 1])];
    const out = new Augmentation({}, 3).augment({ x, y });
    const received = [...(await out.x.data()), ...(await out.y.data())];
    tf.dispose([x, y, out.x, out.y]);
    return received;
  };
  const received = await augmented();
  await tf.setBackend('cpu');
  const expected = await augmented();
  await tf.setBackend(backend);
  const worst = largestDifference(received, expected);
  return worst <= 1e-6 ? '' : `the largest difference is ${worst}`;
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
