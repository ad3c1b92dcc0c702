import { cpus } from 'node:os';

import * as tf from '@tensorflow/tfjs';
import { buildMsaUnet, fusedAdam } from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

const baseFilters = 8;
const rounds = 15;

/** Times one update of all weights of MSA-UNet by `fusedAdam` against `tf.train.adam`, turn by turn, and counts its kernels. */
export async function benchOptimizer(backends: BackendName[]): Promise<void> {
  console.log(`Adam, ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, median of ${rounds}`);
  for (const name of backends) {
    try {
      const { detail, dispose } = await useBackend(name, { log: null });
      console.log(`${name} (${detail})`);
      await compare();
      dispose();
    } catch (error) {
      console.log(`${name}: skipped; ${error instanceof Error ? error.message : error}`);
    }
  }
  process.exit(); // WebGPU in Node keeps the process alive
}

interface Contestant {
  name: string;
  optimizer: tf.Optimizer;
  weights: tf.Variable[];
}

async function compare(): Promise<void> {
  const model = buildMsaUnet([64, 64, 1], { baseFilters, seed: 1 });
  const shapes = model.trainableWeights.map((weight) => weight.read().shape);
  model.dispose();
  const gradients = shapes.map((shape, i) => tf.randomNormal(shape, 0, 1e-3, 'float32', i + 1));
  const size = gradients.reduce((sum, gradient) => sum + gradient.size, 0);
  console.log(`  MSA-UNet, base ${baseFilters}: ${shapes.length} weight tensors, ${size} weights`);
  const contestants: Contestant[] = Object.entries({
    'tf.train.adam': tf.train.adam(1e-3, 0.9, 0.999, 1e-7),
    fusedAdam: fusedAdam(),
  }).map(([name, optimizer]) => ({ name, optimizer, weights: shapes.map((shape) => tf.variable(tf.zeros(shape))) }));
  const update = ({ optimizer, weights }: Contestant) =>
    optimizer.applyGradients(weights.map(({ name }, i) => ({ name, tensor: gradients[i]! })));
  const updateAndWait = async (contestant: Contestant) => {
    update(contestant);
    await contestant.weights.at(-1)!.data();
  };
  const medians = await turnByTurn(contestants.map((contestant) => () => updateAndWait(contestant)));
  for (const [i, contestant] of contestants.entries()) {
    const ratio = (medians[i]! / medians[0]!).toFixed(2);
    const time = `${medians[i]!.toFixed(1).padStart(8)} ms, ${ratio} × tf.train.adam`;
    console.log(`  ${contestant.name.padEnd(16)}${time}; ${await count(() => update(contestant))}`);
  }
}

async function turnByTurn(works: (() => Promise<void>)[]): Promise<number[]> {
  const times = works.map((): number[] => []);
  for (let round = -3; round < rounds; round++)
    for (const [which, work] of works.entries()) {
      const start = performance.now();
      await work();
      if (round >= 0) times[which]!.push(performance.now() - start);
    }
  return times.map((list) => list.sort((a, b) => a - b)[rounds >> 1]!);
}

/** Kernels that tfjs starts, and on WebGPU the programs that it sends to the device. */
async function count(work: () => void): Promise<string> {
  const backend = tf.backend() as tf.KernelBackend & { recordAndSubmit?: (...args: unknown[]) => void };
  const run = backend.recordAndSubmit;
  let programs = 0;
  if (run)
    backend.recordAndSubmit = (...args) => {
      programs++;
      run.apply(backend, args);
    };
  const { kernels } = await tf.profile(work);
  if (run) backend.recordAndSubmit = run;
  const counts = new Map<string, number>();
  for (const { name } of kernels) counts.set(name, (counts.get(name) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, 4);
  const names = most.map(([name, times]) => `${times} ${name}`).join(', ');
  return `${kernels.length} kernels (${names}${counts.size > 4 ? ', …' : ''})${run ? `, ${programs} dispatches` : ''}`;
}
