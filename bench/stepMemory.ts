import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import * as tf from '@tensorflow/tfjs';
import { buildMsaUnet, describeModel, fusedAdam } from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

import { tensorBytes } from './tensorBytes';
import { workOf } from './work';

/** How the gradients of a step are made. */
const ways = ["tfjs's own gradients", 'ours', 'ours, recompute'] as const;

/** A training step of MSA-UNet whose memory is measured. */
export interface MemorySetup {
  backend: BackendName;
  way: (typeof ways)[number];
  baseFilters: number;
  size: number;
  batch: number;
}

/** Bytes, and seconds of processor time. */
export interface StepMemory extends MemorySetup {
  detail: string;
  /** Twice all outputs of convolutions, for the batch. */
  bound: number;
  /** Weights and state of the optimizer. */
  state: number;
  /** The most that tensors hold beside those. */
  peak: number;
  /** The heap of WASM, which only grows; else `null`. */
  heap: number | null;
  /** The most that the process held, all in all. */
  process: number;
  /** Processor time of one step. */
  seconds: number;
}

/** Measures one step in this process, which should do nothing else: a heap and a process do not shrink. */
export async function stepMemory(setup: MemorySetup): Promise<StepMemory> {
  const { backend, way, baseFilters, size, batch } = setup;
  const { detail } = await useBackend(backend, { log: null });
  const model = buildMsaUnet([size, size, 1], { baseFilters, recompute: way === 'ours, recompute', seed: 1 });
  const optimizer = fusedAdam();
  if (way === ways[0]) optimizer.computeGradients = tf.Optimizer.prototype.computeGradients;
  const work = workOf(model, batch, optimizer);
  await work.step(); // makes the state
  const state = tf.memory().numBytes;
  const before = process.cpuUsage();
  const { peak } = await tensorBytes(work.step);
  const { user, system } = process.cpuUsage(before);
  const { wasm } = tf.backend() as tf.KernelBackend & { wasm?: { HEAPU8: Uint8Array } };
  return {
    ...setup,
    detail,
    bound: 8 * batch * describeModel(model).convolutionOutputs,
    state,
    peak,
    heap: wasm?.HEAPU8.byteLength ?? null,
    process: process.resourceUsage().maxRSS * 1024,
    seconds: (user + system) / 1e6,
  };
}

/** Prints the memory of a step in every way, each in a process of its own. */
export function benchMemory(backends: BackendName[], setup: Pick<MemorySetup, 'baseFilters' | 'size' | 'batch'>): void {
  console.log(
    `Memory of a training step of MSA-UNet, ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`,
  );
  for (const backend of backends) {
    const results = ways.map((way) => measureInChild({ backend, way, ...setup }));
    const first = results.find((result) => result !== null);
    const { baseFilters, size, batch } = setup;
    const on = first ? `(${first.detail}); base ${baseFilters}, ${size}×${size}, batch ${batch}` : 'does not run here';
    console.log(`\n${backend} ${on}`);
    if (first) console.log(`  ${''.padEnd(22)}${columns.map((title) => title.padStart(title.length + 3)).join('')}`);
    ways.forEach((way, i) => {
      if (first) console.log(`  ${way.padEnd(22)}${rowOf(results[i]!, first)}`);
    });
  }
}

const columns = ['tensors MiB', '× bound', 'heap MiB', 'process MiB', 'time'];

function rowOf(result: StepMemory | null, first: StepMemory): string {
  if (!result) return '   failed: out of memory?';
  const mib = (bytes: number | null) => (bytes === null ? '—' : (bytes / 2 ** 20).toFixed(0));
  const cells = [
    mib(result.peak),
    (result.peak / result.bound).toFixed(2),
    mib(result.heap),
    mib(result.process),
    `${(result.seconds / first.seconds).toFixed(2)} ×`,
  ];
  return cells.map((cell, i) => cell.padStart(columns[i]!.length + 3)).join('');
}

function measureInChild(setup: MemorySetup): StepMemory | null {
  const script = fileURLToPath(new URL('./stepMemoryChild.ts', import.meta.url));
  const { stdout } = spawnSync(process.execPath, [...process.execArgv, script, JSON.stringify(setup)], {
    encoding: 'utf8',
  });
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  return line ? (JSON.parse(line) as StepMemory) : null;
}
