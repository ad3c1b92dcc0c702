import * as tf from '@tensorflow/tfjs';
import { bceDiceLoss, buildMsaUnet, fusedAdam } from 'msa-unet';
import { useBackend } from 'msa-unet/node';

/** The network, and the batch that goes through it. */
export interface DispatchSetup {
  baseFilters: number;
  size: number;
  batch: number;
}

/** What one piece of work asks of the device. */
export interface DispatchCount {
  /** Dispatches of compute programs. */
  dispatches: number;
  /** The same by program, the most frequent first. */
  byProgram: [name: string, dispatches: number][];
  /** Tensors sent to the device. */
  uploads: number;
  uploadedBytes: number;
  /** Tensors read from the device; each would stall the step. */
  readbacks: number;
}

/** What this file uses of tfjs's WebGPU backend. */
interface Device extends tf.KernelBackend {
  recordAndSubmit(program: { name?: string }, ...rest: unknown[]): void;
  uploadToGPU(dataId: tf.DataId): void;
  tensorMap: { get(dataId: tf.DataId): { values?: { byteLength: number } | null; resource?: object | null } };
}

/** Counts what a forward pass and a training step of MSA-UNet send to WebGPU, program by program. */
export async function benchDispatches(setup: DispatchSetup): Promise<void> {
  const { detail } = await useBackend('webgpu', { log: null });
  console.log(
    `Dispatches on webgpu (${detail}); MSA-UNet, base ${setup.baseFilters}, ${setup.size}², batch ${setup.batch}`,
  );
  const { forward, step } = countDispatches(setup);
  for (const [name, count] of Object.entries({ 'forward pass': forward, 'training step': step })) print(name, count);
  process.exit(); // WebGPU in Node keeps the process alive
}

/**
 * Counts with the device left out: its programs are not run, so that the true sizes, on which tfjs's choice of programs
 * depends, are counted in seconds on an emulated graphics card too. The second of two rounds counts.
 */
export function countDispatches({
  baseFilters,
  size,
  batch,
}: DispatchSetup): Record<'forward' | 'step', DispatchCount> {
  const model = buildMsaUnet([size, size, 1], { baseFilters, seed: 1 });
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const optimizer = fusedAdam();
  const loss = bceDiceLoss();
  const data = new Float32Array(batch * size * size).fill(0.5);
  const input = () => tf.tensor4d(data, [batch, size, size, 1]);
  const forward = () => tf.tidy(() => void model.apply(input(), { training: false }));
  const step = () => {
    const [x, y] = [input(), input()];
    optimizer.minimize(() => loss(y, model.apply(x, { training: true }) as tf.Tensor), false, weights);
    tf.dispose([x, y]);
  };
  const counts = { step: countSecond(step), forward: countSecond(forward) }; // the steps leave the weights on the device
  optimizer.dispose();
  model.dispose();
  return counts;
}

function countSecond(work: () => void): DispatchCount {
  count(work);
  return count(work);
}

function count(work: () => void): DispatchCount {
  const backend = tf.backend() as Device;
  const { recordAndSubmit, uploadToGPU, read } = backend;
  const programs = new Map<string, number>();
  const sent = { uploads: 0, uploadedBytes: 0, readbacks: 0 };
  backend.recordAndSubmit = (program) => {
    const name = program.name ?? program.constructor.name;
    programs.set(name, (programs.get(name) ?? 0) + 1);
  };
  backend.uploadToGPU = (dataId) => {
    const { values, resource } = backend.tensorMap.get(dataId);
    if (values && !resource) {
      sent.uploads++;
      sent.uploadedBytes += values.byteLength;
    }
    uploadToGPU.call(backend, dataId);
  };
  backend.read = (dataId) => {
    sent.readbacks++;
    return read.call(backend, dataId);
  };
  work();
  Object.assign(backend, { recordAndSubmit, uploadToGPU, read });
  const byProgram = [...programs].sort(([, a], [, b]) => b - a);
  return { dispatches: byProgram.reduce((sum, [, times]) => sum + times, 0), byProgram, ...sent };
}

function print(name: string, { dispatches, byProgram, uploads, uploadedBytes, readbacks }: DispatchCount): void {
  console.log(
    `\n${name}: ${dispatches} dispatches, ${uploads} uploads of ${uploadedBytes} bytes, ${readbacks} readbacks`,
  );
  for (const [program, times] of byProgram) console.log(`  ${String(times).padStart(6)}  ${program}`);
}
