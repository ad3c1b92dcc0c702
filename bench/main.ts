import { parseArgs } from 'node:util';

import type { ModelName } from 'msa-unet';
import type { BackendName } from 'msa-unet/node';

import { type Part, parts } from './heats';

const help = `npm run bench -- [WORD] [--backend NAME,…] [--threads N,…] [--model NAME,…] [--size PIXELS] [--base FILTERS]
                  [--batch IMAGES] [--slices N] [--rounds N] [--json FILE] [--markdown FILE] [--busy] [--share FRACTION]

Without WORD, measure the three parts of the suite:

engines     forward pass, training step and memory of MSA-UNet, from 64² to 512² and in batches of 1 to 6, on every backend
            beside PyTorch, onnxruntime-node and onnxruntime-web, on one thread and on all processors
networks    the same of the other networks, on the backends alone
volume      msa-unet predict on a scan of 60 slices of 512², beside a script in PyTorch: whole processes

All entrants work turn by turn, each in a process of its own. The table shows medians and minima, and no ratio where they differ
by more than a third. The suite refuses to start on a busy machine, unless --busy is given.

The peers need a Python with torch, onnx, nibabel and cv2 (opencv-python-headless), python3 or the one that PYTHON names, and
npm install --prefix bench/peers. Rows without them say so.

report      write --markdown again from --json, without measuring
roofline    multiply–adds, bytes and time of every kernel of MSA-UNet on WASM, beside the peak of this machine, into
            results/bench/roofline.json and .md; npm run docs:models puts them into docs/performance.md
preprocess  the CT window and CLAHE, against OpenCV
read        reading a scan in every format
augment     a training step with and without augmentation
context     the DSC of a U-Net that sees one slice, and of one that sees its neighbours too
optimizer   the weight update of fusedAdam, against tfjs's Adam
models      forward pass and training step of every network and ablation
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
    threads: { type: 'string' },
    slices: { type: 'string' },
    busy: { type: 'boolean', default: false },
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
  report: async () => (await import('./rewrite')).rewriteReport(values),
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
  roofline: async () =>
    (await import('./roofline/roofline')).benchRoofline({
      size: number(values.size, 256),
      baseFilters: number(values.base, 8),
      batch: number(values.batch, 2),
      rounds: number(values.rounds, 9),
      threads: values.threads?.split(',').map(Number) ?? null,
      ...{ json: values.json, markdown: values.markdown, busy: values.busy },
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
else if (word === undefined) await suite(parts);
else if (parts.some((part) => part === word)) await suite([word as Part]);
else if (benches[word]) await benches[word]();
else throw new Error(`bench: unknown benchmark "${word}"; see npm run bench -- --help`);

async function suite(parts: readonly Part[]): Promise<void> {
  const { runSuite } = await import('./suite');
  await runSuite({
    ...{ ...sizes, parts, backends: everywhere, slices: number(values.slices, null) },
    threads: values.threads?.split(',').map(Number) ?? null,
    models: (values.model?.split(',') as ModelName[]) ?? null,
    ...{ json: values.json, markdown: values.markdown, busy: values.busy },
  });
}
