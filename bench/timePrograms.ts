import * as tf from '@tensorflow/tfjs';

/** What this file uses of tfjs's WebGPU backend. */
interface Device extends tf.KernelBackend {
  device: GPUDevice;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  recordAndSubmit(program: { name?: string }, ...rest: unknown[]): void;
}

/** Time of one program on the device, of all its dispatches together. */
export interface ProgramTime {
  name: string;
  dispatches: number;
  milliseconds: number;
}

/** Timestamps that one set holds at most: two for each dispatch. */
const mostStamps = 4096;

/**
 * Time of every program that `work` sends to the device, the longest first; `null` where the device has no clock.
 *
 * Every dispatch gets a pass of its own with two timestamps, which are read at the end: they see neither each other nor the
 * host.
 */
export async function timePrograms(work: () => Promise<void>): Promise<ProgramTime[] | null> {
  const backend = tf.backend() as Device;
  const { device, recordAndSubmit } = backend;
  if (!device.features.has('timestamp-query')) return null;
  const sets: GPUQuerySet[] = [];
  const names: string[] = [];
  backend.recordAndSubmit = (program, ...rest) => {
    const stamp = (2 * names.length) % mostStamps;
    if (stamp === 0) sets.push(device.createQuerySet({ type: 'timestamp', count: mostStamps }));
    names.push(program.name ?? program.constructor.name);
    backend.endComputePassEncoder();
    backend.ensureCommandEncoderReady();
    backend.computePassEncoder = backend.commandEncoder!.beginComputePass({
      timestampWrites: { querySet: sets.at(-1)!, beginningOfPassWriteIndex: stamp, endOfPassWriteIndex: stamp + 1 },
    });
    recordAndSubmit.call(backend, program, ...rest);
    backend.endComputePassEncoder();
  };
  await work().finally(() => {
    backend.recordAndSubmit = recordAndSubmit;
  });
  const stamps = (await Promise.all(sets.map((set) => readStamps(device, set)))).flat();
  return sumByName(names, stamps);
}

async function readStamps(device: GPUDevice, querySet: GPUQuerySet): Promise<bigint[]> {
  const size = mostStamps * 8;
  const resolved = device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
  const readable = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.resolveQuerySet(querySet, 0, mostStamps, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, readable, 0, size);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(GPUMapMode.READ);
  const stamps = [...new BigUint64Array(readable.getMappedRange())];
  for (const spent of [resolved, readable, querySet]) spent.destroy();
  return stamps;
}

function sumByName(names: string[], stamps: bigint[]): ProgramTime[] {
  const times = new Map<string, ProgramTime>();
  names.forEach((name, i) => {
    const time = times.get(name) ?? { name, dispatches: 0, milliseconds: 0 };
    time.dispatches++;
    time.milliseconds += Number(stamps[2 * i + 1]! - stamps[2 * i]!) / 1e6;
    times.set(name, time);
  });
  return [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}
