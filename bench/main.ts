import { parseArgs } from 'node:util';

import type { ModelName } from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

import { measure } from './measure';
import { runSuite } from './suite';

const help = `npm run bench -- [WORD] [--backend NAME,…] [--model NAME,…] [--size PIXELS] [--base FILTERS] [--batch IMAGES]
                  [--rounds N] [--json FILE] [--markdown FILE] [--share FRACTION]

Without WORD, measure the forward pass, training step and memory of every network on every available backend, one process per
pair. MSA-UNet is measured alternately with the same network in stock tf.layers, and with PyTorch if the Python in PYTHON,
or else python3, has torch: 1 thread for WASM, all cores for TensorFlow.

preprocess  the CT window and CLAHE, against OpenCV
read        reading a scan in every format
augment     a training step with and without augmentation
context     the DSC of a U-Net that sees one slice, and of one that sees its neighbours too
optimizer   the weight update of fusedAdam, against tfjs's Adam
models      forward pass and training step of every network and ablation
volume      predictVolume on a whole scan, in slices per second
dispatches  the number of WebGPU dispatches of a forward pass and a training step
memory      the memory of a training step, with and without recomputing
soak        memory over 10,000 steps, 1,000 loads and 10,000 predictions, or a --share of them, into results/soak

Compare the ratios of one run; absolute times depend on the machine and its load.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string' },
    model: { type: 'string' },
    size: { type: 'string' },
    base: { type: 'string' },
    batch: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    share: { type: 'string', default: '1' },
    child: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const onHost = (values.backend?.split(',') ?? ['tensorflow', 'wasm', 'cpu']) as BackendName[];
const everywhere: BackendName[] = values.backend ? onHost : [...onHost, 'webgpu'];
const number = <Fallback>(text: string | undefined, fallback: Fallback) =>
  text === undefined ? fallback : Number(text);
const sizes = {
  size: number(values.size, null),
  baseFilters: number(values.base, null),
  batch: number(values.batch, null),
  rounds: number(values.rounds, null),
};

const benches: Record<string, () => Promise<void>> = {
  preprocess: async () => (await import('./preprocess')).benchPreprocessing(onHost),
  read: async () => (await import('./reading')).benchReading(onHost),
  augment: async () =>
    (await import('./augmentation')).benchAugmentation(values.backend ? onHost : ['wasm'], {
      size: number(values.size, 128),
      baseFilters: number(values.base, 8),
      batch: number(values.batch, 2),
      rounds: number(values.rounds, 5),
    }),
  context: async () =>
    (await import('./context')).benchContext(values.backend ? onHost : ['wasm'], {
      ...{ patients: 40, slicesPerPatient: 48, every: 4, epochs: 4, seeds: number(values.rounds, 3) },
      size: number(values.size, 64),
      baseFilters: number(values.base, 8),
    }),
  optimizer: async () => (await import('./optimizer')).benchOptimizer(everywhere),
  models: async () => (await import('./models')).benchModels(everywhere, sizes),
  volume: async () => (await import('./volume')).benchVolume(onHost, sizes),
  dispatches: async () =>
    (await import('./dispatches')).benchDispatches({
      size: number(values.size, 128),
      baseFilters: number(values.base, 8),
      batch: number(values.batch, 2),
    }),
  memory: async () =>
    (await import('./stepMemory')).benchMemory(values.backend ? onHost : ['tensorflow', 'wasm'], {
      size: number(values.size, 128),
      baseFilters: number(values.base, 8),
      batch: number(values.batch, 2),
    }),
  soak: async () =>
    (await import('./soak')).benchSoak(
      values.backend ? onHost : ['wasm', 'tensorflow'],
      'results/soak',
      Number(values.share),
    ),
};

const [word] = positionals;
if (values.help) console.log(help);
else if (values.child) await measureHere(values.backend as BackendName, values.model as ModelName);
else if (word && !benches[word]) throw new Error(`bench: unknown benchmark "${word}"; see npm run bench -- --help`);
else if (word) await benches[word]!();
else await runSuite(everywhere, { models: (values.model?.split(',') as ModelName[]) ?? null, ...values });

async function measureHere(name: BackendName, model: ModelName): Promise<void> {
  const backend = await useBackend(name, { log: null });
  // Plain JavaScript and an emulated graphics card are twenty times slower than WASM: they get a small problem.
  const slow = name === 'cpu' || backend.detail.includes('software');
  const setup = {
    model,
    size: sizes.size ?? 128,
    baseFilters: sizes.baseFilters ?? (slow ? 1 : 8),
    batch: sizes.batch ?? (slow ? 1 : 2),
    rounds: sizes.rounds ?? (slow ? 3 : 9),
    peakSize: slow ? 256 : 1024,
  };
  console.log(JSON.stringify({ ...(await measure(backend, setup)), slow }));
  process.exit(); // WebGPU in Node keeps the process alive
}
