// Runs in the browser: a network in a worker, and models and checkpoints in the browser's database.
import {
  buildModel,
  loadModel,
  OptionError,
  phantomDataSet,
  predictVolume,
  prepareSlices,
  samplesOf,
  scanVolume,
  trainSegmentation,
  type Volume,
} from 'msa-unet';
import {
  createSegmenter,
  indexedDbModel,
  indexedDbModels,
  removeIndexedDbModel,
  type Segmenter,
  useBackend,
} from 'msa-unet/browser';

declare global {
  interface Window {
    /** The checks of this page, by name; each throws, or returns what it found. */
    checks: Readonly<Record<string, () => Promise<string>>>;
  }
}

const backend = 'wasm';
const network: ['unetMsrb', [null, null, 1], { baseFilters: 2; seed: 1 }] = [
  'unetMsrb',
  [null, null, 1],
  { baseFilters: 2, seed: 1 },
];
const start = () => createSegmenter({ backend, log: null });

async function scan(slices = 4): Promise<Volume> {
  const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: slices, size: 64 }).patients;
  return (await scanVolume(patient!.scans[0]!)).image;
}

/** Slices of two patients, and a recipe of a few seconds. */
async function recipe() {
  const scans = phantomDataSet({ patients: 2, slicesPerPatient: 6, size: 32 }).patients.map(({ scans }) => scans[0]!);
  const [train, val] = scans.map((one) =>
    prepareSlices(Array.from({ length: 6 }, (_, index) => ({ scan: one, index }))),
  );
  const inMemory = async ({ length, read }: typeof train & object) =>
    samplesOf(await Promise.all(Array.from({ length }, (_, index) => read(index))));
  return {
    train: await inMemory(train!),
    val: await inMemory(val!),
    ...{ epochs: 3, batchSize: 2, learningRate: 1e-3, seed: 5, augmentation: {}, earlyStopping: null },
  };
}

const losses = (epochs: readonly { loss: number; valLoss: number }[]) =>
  epochs.map(({ loss, valLoss }) => `${loss} ${valLoss}`).join('; ');

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

function require(isRight: boolean, problem: string): void {
  if (!isRight) throw new Error(problem);
}

async function withSegmenter<T>(work: (segmenter: Segmenter) => Promise<T>): Promise<T> {
  const segmenter = await start();
  try {
    return await work(segmenter);
  } finally {
    segmenter.dispose();
  }
}

window.checks = {
  'a worker trains and predicts exactly as the page': () =>
    withSegmenter(async (segmenter) => {
      await useBackend(backend, { log: null });
      const model = buildModel(...network);
      const expected = await trainSegmentation(model, await recipe());
      await segmenter.build(...network);
      const { epochs } = await segmenter.train(await recipe());
      require(losses(epochs) === losses(expected.epochs), `${losses(epochs)} instead of ${losses(expected.epochs)}`);
      const mask = await segmenter.predict(await scan(), { threshold: 0.3 });
      const same = await predictVolume(model, await scan(), { threshold: 0.3 });
      require(mask.data.join() === same.data.join(), 'the masks differ');
      return `${losses(epochs)}; ${mask.data.filter((label: number) => label === 1).length} voxels`;
    }),

  'the page is not blocked while a worker trains': () =>
    withSegmenter(async (segmenter) => {
      await segmenter.build(...network);
      const gaps: number[] = [];
      let last = performance.now();
      const timer = setInterval(() => {
        gaps.push(performance.now() - last);
        last = performance.now();
      }, 10);
      const { epochs } = await segmenter.train(await recipe());
      clearInterval(timer);
      const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
      const median = gaps.sort((a, b) => a - b)[gaps.length >> 1]!;
      require(median < 50, `half of the timers were ${median} ms late`);
      return `${gaps.length} timers in ${seconds.toFixed(1)} s, half of them within ${median.toFixed(0)} ms`;
    }),

  'an abort rejects at once, and the worker remains usable': () =>
    withSegmenter(async (segmenter) => {
      await segmenter.build(...network);
      const abort = new AbortController();
      let aborted = 0;
      const onProgress = () => {
        aborted ||= performance.now();
        abort.abort();
      };
      const error = await errorOf(
        segmenter.predict(await scan(40), { batchSize: 2, signal: abort.signal, onProgress }),
      );
      const late = performance.now() - aborted;
      require(error === abort.signal.reason, `received ${error}`);
      require(late < 50, `the promise rejected after ${late} ms`);
      const mask = await segmenter.predict(await scan());
      return `after ${late.toFixed(1)} ms; then a mask of ${mask.shape.join('×')}`;
    }),

  'errors of the worker are of their class': () =>
    withSegmenter(async (segmenter) => {
      const error = await errorOf(segmenter.build('unet', [30, 30, 1], { depth: 3 }));
      require(error instanceof OptionError && error.option === 'height and width', String(error));
      const missing = await errorOf(segmenter.load('/nothing/model.json'));
      require(missing instanceof Error && /404/.test(missing.message), String(missing));
      return String(error);
    }),

  'a model of the worker is saved in the database, by URL and by file': () =>
    withSegmenter(async (segmenter) => {
      await useBackend(backend, { log: null });
      const { parameters } = await segmenter.load('/model/model.json');
      await segmenter.save(indexedDbModel('from the worker'));
      const [info] = await indexedDbModels();
      require(info?.name === 'from the worker' && info.bytes === 4 * parameters, JSON.stringify(info));
      const copy = await loadModel(indexedDbModel('from the worker'));
      require(copy.countParams() === parameters, `${copy.countParams()} parameters`);
      const files = await Promise.all(['model.json', await weightsName()].map(fetchFile));
      require((await segmenter.load(files)).parameters === parameters, 'the files are of another model');
      await removeIndexedDbModel('from the worker');
      return `${info!.bytes} bytes`;
    }),

  'a training that is cut off': () =>
    withSegmenter(async (segmenter) => {
      await segmenter.build(...network);
      const cut = new Promise<string>((resolve) => {
        const onEpoch = ({ epoch }: { epoch: number }) => {
          if (epoch === 2) resolve('after epoch 2');
        };
        const checkpoint = { name: 'reload', everyBatches: 1 };
        recipe().then((settings) => segmenter.train({ ...settings, checkpoint, onEpoch }).catch(() => {}));
      });
      return cut;
    }),

  'resumes exactly after a reload': () =>
    withSegmenter(async (segmenter) => {
      await useBackend(backend, { log: null });
      const expected = await trainSegmentation(buildModel(...network), await recipe());
      await segmenter.build(...network);
      let batches = 0;
      const checkpoint = { name: 'reload', everyBatches: 1 };
      const onProgress = () => void batches++;
      const { epochs } = await segmenter.train({ ...(await recipe()), checkpoint, onProgress });
      require(batches < 9, `all ${batches} batches were trained again`);
      require(losses(epochs) === losses(expected.epochs), `${losses(epochs)} instead of ${losses(expected.epochs)}`);
      return `${batches} of 9 batches were left`;
    }),

  'a full disk leaves the previous model': async () => {
    await useBackend(backend, { log: null });
    const build = (baseFilters: number) => buildModel('unet', [32, 32, 1], { baseFilters, depth: 3 });
    await build(1).save(indexedDbModel('liver'));
    const [before] = await indexedDbModels();
    const error = await errorOf(build(16).save(indexedDbModel('liver')));
    require(error instanceof Error && /the browser's storage for this site is full/.test(error.message), String(error));
    const [after] = await indexedDbModels();
    require(after?.bytes === before?.bytes, `${after?.bytes} bytes instead of ${before?.bytes}`);
    await loadModel(indexedDbModel('liver'));
    return String(error);
  },

  'a missing script is an error that says what to copy': async () => {
    const error = await errorOf(start());
    const problem = 'createSegmenter: the worker cannot be started. Its script is http';
    require(error instanceof Error && error.message.startsWith(problem), String(error));
    return (error as Error).message;
  },

  'a worker that ends in silence rejects what waits for it': async () => {
    const script = `import '${location.origin}/segmenterWorker.js';
      addEventListener('message', ({ data }) => data.name === 'predict' && close());`;
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const segmenter = await createSegmenter({ worker: new Worker(url, { type: 'module' }), backend, log: null });
    await segmenter.build(...network);
    const error = await errorOf(segmenter.predict(await scan(), { batchSize: 1 }));
    require(error instanceof Error && /the browser has ended the worker/.test(error.message), String(error));
    return (error as Error).message;
  },

  'a script of another origin starts the worker': () =>
    withSegmenter(async (segmenter) => {
      require(new URL(import.meta.url).origin !== location.origin, `${import.meta.url} is of this origin`);
      return `${import.meta.url}: ${(await segmenter.build(...network)).parameters} parameters`;
    }),
};

async function weightsName(): Promise<string> {
  const { weightsManifest } = await (await fetch('/model/model.json')).json();
  return weightsManifest[0].paths[0];
}

async function fetchFile(name: string): Promise<File> {
  return new File([await (await fetch(`/model/${name}`)).arrayBuffer()], name);
}
