// Runs in the browser, on an isolated and on an ordinary page: what WebAssembly does with threads there.
import * as tf from '@tensorflow/tfjs';
import { bceDiceLoss, buildMsaUnet, phantomDataSet, prepareSlices, samplesOf } from 'msa-unet';
import { createSegmenter, useBackend } from 'msa-unet/browser';

import { startPageWorker } from '../../src/browser/backends/pageWorker';
import { simdModule } from '../../src/kernels/wasm/simd/simdOf';
import type { Loop } from '../../src/kernels/wasm/threads/crew';
import { crewOf } from '../../src/kernels/wasm/threads/crews';
import { startCrew } from '../../src/kernels/wasm/threads/startCrew';
import { words } from '../../src/kernels/wasm/threads/workerProgram';

declare global {
  interface Window {
    /** The checks of this page, by name; each throws, or returns what it found. */
    threadChecks: Readonly<Record<string, () => Promise<string>>>;
  }
}

const quiet = { log: null };

function require(isRight: boolean, problem: string): void {
  if (!isRight) throw new Error(problem);
}

/** Memories that this page has shared with workers to say what is to be done. */
const controls: SharedArrayBuffer[] = [];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (this: Worker, message: { control?: SharedArrayBuffer }, ...rest: []) {
  if (message.control) controls.push(message.control);
  postMessage.call(this, message, ...rest);
};

/** How often the last crew has shared out work. */
const bells = () => Atomics.load(new Int32Array(controls.at(-1)!), words.bell);

/** Losses of three steps, what the network then predicts, and the time that this took. */
async function train(threads: number): Promise<{ numbers: number[]; seconds: number }> {
  const { detail, dispose } = await useBackend('wasm', { ...quiet, threads });
  require(detail === `SIMD, ${threads === 1 ? '1 thread' : `${threads} threads`}`, detail);
  const model = buildMsaUnet([64, 64, 1], { baseFilters: 4, seed: 1 });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: bceDiceLoss() });
  const x = tf.randomUniform([2, 64, 64, 1], 0, 1, 'float32', 1);
  const y = tf.tidy(() => tf.cast(tf.greater(x, 0.5), 'float32'));
  const numbers: number[] = [];
  let start = 0;
  for (let step = 0; step < 4; step++) {
    if (step === 1) start = performance.now(); // the first prepares
    numbers.push(Number(await model.trainOnBatch(x, y)));
  }
  const seconds = (performance.now() - start) / 1000;
  const output = model.predict(x) as tf.Tensor;
  numbers.push(...(await output.data()));
  tf.dispose([x, y, output]);
  model.dispose();
  dispose();
  return { numbers, seconds };
}

/** A crew of two on a page of memory, whose worker runs this program. */
async function crewWith(program: string) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const end = await startCrew(memory, 2, (_, data) => startPageWorker(program, data));
  const crew = crewOf(memory)!;
  const loops = { ...new WebAssembly.Instance(simdModule(memory)!, { env: { memory } }).exports };
  crew.use(Object.values(loops) as Loop[]);
  const copyPixels = Object.keys(loops).indexOf('copyPixels');
  const copy = (pixels: number) => {
    crew.call(copyPixels, [0, 0, 64, 0, 1, pixels]);
    crew.next();
  };
  return { crew, copy, end };
}

/** Takes a task and ends. */
const dies = `function serve({ control }, onReady) {
  const words = new Int32Array(control);
  onReady();
  while (Atomics.load(words, ${words.left}) < 1);
  Atomics.sub(words, ${words.left}, 1);
  close();
}
`;

window.threadChecks = {
  'trainings and predictions are equal to the bit on 1, 2 and 4 threads': async () => {
    const [four, two] = [await train(4), await train(2)];
    require(bells() > 100, `work was shared out ${bells()} times`);
    const one = await train(1);
    require(one.numbers.every(Number.isFinite), 'some numbers are not finite');
    for (const { numbers } of [two, four]) require(numbers.join() === one.numbers.join(), 'the numbers differ');
    return `${one.numbers.length} numbers; three steps in ${[one, two, four].map(({ seconds }) => seconds.toFixed(2)).join(', ')} s`;
  },

  'a segmenter trains on threads of its own': async () => {
    const [scan] = phantomDataSet({ patients: 1, slicesPerPatient: 2, size: 64 }).patients.map(
      ({ scans }) => scans[0]!,
    );
    const slices = prepareSlices([0, 1].map((index) => ({ scan: scan!, index })));
    const samples = samplesOf([await slices.read(0), await slices.read(1)]);
    const losses: string[] = [];
    for (const threads of [2, 1]) {
      const segmenter = await createSegmenter({ ...quiet, backend: 'wasm', threads });
      const { detail } = segmenter.backend;
      require(detail === (threads === 2 ? 'SIMD, 2 threads' : 'SIMD, 1 thread'), detail);
      await segmenter.build('msaUnet', [64, 64, 1], { baseFilters: 4, seed: 1 });
      const { epochs } = await segmenter.train({ train: samples, val: samples, epochs: 2, batchSize: 1, seed: 1 });
      losses.push(epochs.map(({ loss, valLoss }) => `${loss} ${valLoss}`).join('; '));
      segmenter.dispose();
    }
    require(losses[0] === losses[1], losses.join(' instead of '));
    return losses[0]!;
  },

  'a worker that dies in the middle of a task is an error, not a hang': async () => {
    const { crew, copy, end } = await crewWith(dies);
    crew.patience = 500;
    copy(1);
    copy(1e8); // a tenth of a second, so that the worker takes a task
    try {
      crew.finish();
    } catch (error) {
      require(/a thread of the WASM backend has stopped/.test(String(error)), String(error));
      return String(error);
    } finally {
      end();
    }
    throw new Error('no error');
  },

  'twenty starts and ends': async () => {
    for (let i = 0; i < 20; i++) {
      const { detail, dispose } = await useBackend('wasm', { ...quiet, threads: 3 });
      require(detail === 'SIMD, 3 threads', detail);
      const [sum] = await tf.tidy(() => tf.ones([64, 64]).sum()).data();
      require(sum === 4096, `the sum is ${sum}`);
      dispose();
    }
    return '60 threads';
  },

  'an ordinary page says why it has one thread': async () => {
    require(!crossOriginIsolated, 'the page is isolated');
    const { detail } = await useBackend('wasm', { ...quiet, threads: 2 });
    require(detail === 'SIMD, 1 thread: the page is not cross-origin isolated', detail);
    return detail;
  },
};
