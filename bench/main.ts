import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { type BackendName, useBackend } from 'msa-unet/node';

import { type Measurement, measure } from './measure';

const help = `npm run bench -- [--backend NAME] [--size PIXELS] [--base FILTERS] [--batch IMAGES] [--rounds N]

Times MSA-UNet on every backend that works here, each in a process of its own: the forward pass of the same network
composed of stock tf.layers, our forward pass, our training step, and the backend's rate of a matrix product.
With the word preprocess it times the CT window and CLAHE instead, against OpenCV; with the word read, reading a scan in
every format; with the word optimizer, the update of the weights by fusedAdam, against tfjs's Adam; with the word models,
forward pass and training step of every network and ablation; with the word memory, what a training step holds.
Compare ratios, which are of one run; absolute times depend on the machine and on what else it does.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string' },
    size: { type: 'string' },
    base: { type: 'string' },
    batch: { type: 'string' },
    rounds: { type: 'string' },
    child: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const onHost: BackendName[] = values.backend ? [values.backend as BackendName] : ['tensorflow', 'wasm', 'cpu'];

if (values.help) console.log(help);
else if (positionals[0] === 'preprocess') await (await import('./preprocess')).benchPreprocessing(onHost);
else if (positionals[0] === 'read') await (await import('./reading')).benchReading(onHost);
else if (positionals[0] === 'optimizer')
  await (await import('./optimizer')).benchOptimizer(values.backend ? onHost : [...onHost, 'webgpu']);
else if (positionals[0] === 'models')
  await (await import('./models')).benchModels(values.backend ? onHost : [...onHost, 'webgpu'], {
    size: number(values.size, null),
    baseFilters: number(values.base, null),
    batch: number(values.batch, null),
    rounds: number(values.rounds, null),
  });
else if (positionals[0] === 'memory')
  (await import('./stepMemory')).benchMemory(values.backend ? onHost : ['tensorflow', 'wasm'], {
    size: number(values.size, 128),
    baseFilters: number(values.base, 8),
    batch: number(values.batch, 2),
  });
else if (values.child) console.log(JSON.stringify(await measureHere(values.backend as BackendName)));
else report(values.backend ? [values.backend as BackendName] : ['tensorflow', 'webgpu', 'wasm', 'cpu']);

async function measureHere(name: BackendName): Promise<Measurement> {
  const backend = await useBackend(name, { log: null });
  // Plain JavaScript and an emulated graphics card are twenty times slower than WASM: they get a small problem.
  const slow = name === 'cpu' || backend.detail.includes('software');
  return measure(backend, {
    size: number(values.size, 128),
    baseFilters: number(values.base, slow ? 1 : 8),
    batch: number(values.batch, slow ? 1 : 2),
    rounds: number(values.rounds, slow ? 3 : 9),
    peakSize: slow ? 256 : 1024,
  });
}

function number<Fallback>(text: string | undefined, fallback: Fallback): number | Fallback {
  return text === undefined ? fallback : Number(text);
}

function report(backends: BackendName[]): void {
  console.log(
    `MSA-UNet, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}\n`,
  );
  for (const backend of backends) {
    const child = spawnSync(
      process.execPath,
      [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2), '--child', '--backend', backend],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    const line = child.stdout.split('\n').find((text) => text.startsWith('{'));
    if (line) console.log(tableOf(JSON.parse(line) as Measurement));
    else console.log(`${backend}: skipped; ${reasonOf(child.stderr)}\n`);
  }
}

function tableOf(m: Measurement): string {
  const gflops = (milliseconds: number, passes: number) => (2 * m.gigaMacs * passes * 1e3) / milliseconds;
  const rows: [string, number, string][] = [
    ['stock forward, ms', m.stockForward, ''],
    ['our forward, ms', m.forward, `${ratio(m.forward, m.stockForward)} × stock forward`],
    [
      'our training step, ms',
      m.step,
      `${ratio(m.step, m.stockForward)} × stock forward, ${ratio(m.step, m.forward)} × ours`,
    ],
    ['matMul, GFLOP/s', m.peakGflops, `${m.peakSize} × ${m.peakSize}`],
    ['our forward, GFLOP/s', gflops(m.forward, 1), `${percent(gflops(m.forward, 1), m.peakGflops)} of matMul`],
    ['our training step, GFLOP/s', gflops(m.step, 3), `${percent(gflops(m.step, 3), m.peakGflops)} of matMul`],
    ['tensors leaked by a step', m.leaked, ''],
  ];
  const versions = Object.entries(m.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${m.backend} (${m.detail}); base ${m.baseFilters}, ${m.size}×${m.size}, batch ${m.batch}, median of ${m.rounds}; ${versions.join(', ')}`,
    ...rows.map(
      ([name, value, note]) =>
        `  ${name.padEnd(28)}${(value === 0 ? '0' : value.toPrecision(4)).padStart(10)}  ${note}`,
    ),
    '',
  ].join('\n');
}

function ratio(a: number, b: number): string {
  return (a / b).toFixed(2);
}

function percent(a: number, b: number): string {
  return `${((100 * a) / b).toFixed(0)} %`;
}

function reasonOf(stderr: string): string {
  const line = stderr.split('\n').find((text) => text.includes('Error:'));
  return line?.replace(/^.*?Error: (useBackend: )?/, '').trim() ?? 'It ended without a result.';
}
