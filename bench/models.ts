import { cpus } from 'node:os';

import { buildModel, describeModel, type ModelName } from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

import { dimensions } from './dimensions';
import { median } from './statistics';
import { matMulRate, time, workOf } from './work';

/** Networks and ablations; the other names are the same at other widths. */
export const modelNames: ModelName[] = [
  'msaUnet',
  'unetMsrb',
  'unetAaspp',
  'unetRasm',
  'unet',
  'unetPlusPlus',
  'ceNet',
  'deepLabV3Plus',
  'deepLabV3PlusMobile',
  'deepLabV3PlusResnet',
];

/** What is measured; `null`: as fits the backend. */
export interface ModelBenchOptions {
  size: number | null;
  baseFilters: number | null;
  batch: number | null;
  rounds: number | null;
}

type Setup = { [key in keyof ModelBenchOptions]: number };

/** Times forward pass and training step of every network, turn by turn, beside the backend's rate of a matrix product. */
export async function benchModels(backends: BackendName[], options: ModelBenchOptions): Promise<void> {
  console.log(`Networks, ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`);
  for (const backend of backends) {
    try {
      const { detail, versions, dispose } = await useBackend(backend, { log: null });
      const slow = backend === 'cpu' || detail.includes('software');
      const setup: Setup = {
        size: options.size ?? 128,
        baseFilters: options.baseFilters ?? (slow ? 1 : 8),
        batch: options.batch ?? 1,
        rounds: options.rounds ?? (slow ? 1 : 5),
      };
      const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
      console.log(`\n${backend} (${detail}); batch ${setup.batch}, median of ${setup.rounds}; ${packages.join(', ')}`);
      await compare(setup, slow ? 256 : 1024);
      dispose();
    } catch (error) {
      console.log(`\n${backend}: skipped; ${messageOf(error)}`);
    }
  }
  process.exit(); // WebGPU in Node keeps the process alive
}

const columns = ['GMAC', 'forward ms', 'GMAC/s', 'of matMul', 'step ms', 'GMAC/s', 'of matMul', 'step/forward'];
const titleWidth = 52;

async function compare(setup: Setup, peakSize: number): Promise<void> {
  console.log(`  ${' '.repeat(titleWidth)}${columns.map((title) => title.padStart(title.length + 2)).join('')}`);
  for (const name of modelNames) {
    try {
      console.log(`  ${await measureModel(name, setup, peakSize)}`);
    } catch (error) {
      console.log(`  ${name}: failed; ${messageOf(error)}`);
    }
  }
}

/** One row: the times are of the batch, a step counts as three passes. */
async function measureModel(name: ModelName, setup: Setup, peakSize: number): Promise<string> {
  const { batch, rounds } = setup;
  const { size, width } = dimensions(name, setup);
  const model = buildModel(name, [size, size, 1], { ...width, seed: 1 });
  const work = workOf(model, batch);
  const times: [forward: number[], step: number[]] = [[], []];
  for (let round = -1; round < rounds; round++) {
    const [forward, step] = [await time(work.forward), await time(work.step)];
    if (round < 0) continue; // optimizer slots, compiled shaders
    times[0].push(forward);
    times[1].push(step);
  }
  const peak = (await matMulRate(peakSize)) / 2; // multiply-adds, not operations
  const gigaMacs = describeModel(model).gigaMacs * batch;
  work.dispose();
  model.dispose();
  const [forward, step] = times.map(median) as [number, number];
  const rates = (milliseconds: number, passes: number) => {
    const rate = (1000 * passes * gigaMacs) / milliseconds;
    return [milliseconds.toFixed(1), rate.toPrecision(3), `${((100 * rate) / peak).toFixed(0)} %`];
  };
  const cells = [gigaMacs.toPrecision(3), ...rates(forward, 1), ...rates(step, 3), (step / forward).toFixed(2)];
  const [[option, value]] = Object.entries(width) as [[string, number]];
  return (
    `${name}, ${option} ${value}, ${size}²`.padEnd(titleWidth) +
    cells.map((cell, i) => cell.padStart(columns[i]!.length + 2)).join('')
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : error);
