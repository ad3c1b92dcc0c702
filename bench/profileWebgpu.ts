import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import * as tf from '@tensorflow/tfjs';
import { buildMsaUnet, describeModel } from 'msa-unet';
import { useBackend } from 'msa-unet/node';

import { countDispatches } from './dispatches';
import { median } from './statistics';
import { timePrograms } from './timePrograms';
import { matMulRate, time, workOf } from './work';

const help = `node profileWebgpu.mjs [--size 256] [--base 16] [--batch 6] [--matrix 4096] [--rounds 9] [--out FILE] [--stock]

Measures MSA-UNet on WebGPU: rates of the forward pass and of the training step, as a share of that of a matrix product;
dispatches; and the time that each program spends on the device, where that can tell (timestamp-query). Prints JSON.
With --stock it measures tfjs's own kernels instead of the programs of this library. npm run build:bench writes
build/profileWebgpu.mjs for a machine without the sources.`;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '256' },
    base: { type: 'string', default: '16' },
    batch: { type: 'string', default: '6' },
    matrix: { type: 'string', default: '4096' },
    rounds: { type: 'string', default: '9' },
    out: { type: 'string' },
    stock: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(help);
} else {
  const result = JSON.stringify(await profile(), null, 2);
  console.log(result);
  if (values.out) writeFileSync(values.out, `${result}\n`);
  process.exit(); // WebGPU in Node keeps the process alive
}

async function profile(): Promise<object> {
  await provideExactClock();
  const { detail, versions, failure } = await useBackend('webgpu');
  failure.then((error) => {
    console.error(error.message);
    process.exit(1);
  });
  tf.env().set('MSA_UNET_WEBGPU_PROGRAMS', !values.stock);
  const [size, baseFilters, batch, matrix, rounds] = ['size', 'base', 'batch', 'matrix', 'rounds'].map((key) =>
    Number(values[key as 'size']),
  ) as [number, number, number, number, number];
  const setup = { baseFilters, size, batch };
  const { forward, step } = countDispatches(setup);
  say(`${forward.dispatches} dispatches in a forward pass, ${step.dispatches} in a training step`);
  const peakGflops = await matMulRate(matrix);
  say(`matMul ${matrix}: ${peakGflops.toFixed(0)} GFLOP/s`);
  const network = await timeNetwork(setup, rounds, peakGflops);
  return {
    ...{ date: new Date().toISOString(), detail, versions, programs: values.stock ? 'stock' : 'own' },
    device: describeDevice(),
    ...{ setup, rounds, matMul: { side: matrix, gflops: peakGflops } },
    ...network,
    dispatches: { forward, step },
  };
}

/** Dawn rounds timestamps to 0.1 ms, more than most programs take, unless told not to. */
async function provideExactClock(): Promise<void> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create(['disable-dawn-features=timestamp_quantization']);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
}

async function timeNetwork(
  { baseFilters, size, batch }: { baseFilters: number; size: number; batch: number },
  rounds: number,
  peakGflops: number,
): Promise<object> {
  const model = buildMsaUnet([size, size, 1], { baseFilters, seed: 1 });
  const flops = 2e9 * describeModel(model).gigaMacs * batch;
  const work = workOf(model, batch);
  const medianOf = async (run: () => Promise<void>) => {
    const first = await time(run); // with the compilation of the programs
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await time(run));
    return { first, milliseconds: median(times) };
  };
  const rated = (passes: number, timed: { milliseconds: number }) => {
    const gflops = (flops * passes) / timed.milliseconds / 1e6;
    return { ...timed, gflops, shareOfMatMul: gflops / peakGflops };
  };
  const forward = rated(1, await medianOf(work.forward));
  say(`forward pass: ${forward.milliseconds.toFixed(1)} ms, ${percent(forward.shareOfMatMul)} of matMul`);
  const step = rated(3, await medianOf(work.step));
  say(`training step: ${step.milliseconds.toFixed(1)} ms, ${percent(step.shareOfMatMul)} of matMul`);
  const memory = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number; numBytesAllocatedInGPU?: number };
  return {
    ...{ forward, step },
    bytes: { used: memory.numBytesInGPU, allocated: memory.numBytesAllocatedInGPU },
    millisecondsByProgram: {
      forward: await timePrograms(work.forward),
      step: await timePrograms(work.step),
    },
  };
}

/** Features and limits that decide which programs could run. */
function describeDevice(): object {
  const { device } = tf.backend() as tf.KernelBackend & { device: GPUDevice };
  const limits: Record<string, number> = {};
  for (const key in device.limits) {
    const value = device.limits[key as keyof GPUSupportedLimits];
    if (typeof value === 'number') limits[key] = value;
  }
  return { features: [...device.features].sort(), limits };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
