import { simdModule } from '../simd/simdOf';
import { Crew } from './crew';
import { setCrew } from './crews';
import { workerProgram } from './workerProgram';

/** What a worker needs: the message for `serve`. */
interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
}

/** Starts a worker with a program that defines `serve`, and resolves when it serves. */
export type StartWorker = (program: string, data: WorkerData) => Promise<{ terminate(): unknown }>;

/**
 * Starts the workers of a crew on shared memory.
 *
 * @param threads number of threads, this one included
 * @returns a function that ends them
 * @throws Error if a worker does not start; none is left then
 */
export async function startCrew(
  memory: WebAssembly.Memory,
  threads: number,
  startWorker: StartWorker,
): Promise<() => void> {
  const module = simdModule(memory);
  if (!module) throw new Error('WebAssembly has no SIMD here');
  const crew = new Crew(threads);
  const starting = Array.from({ length: threads - 1 }, () =>
    startWorker(workerProgram, { module, memory, control: crew.control }),
  );
  const end = async () => {
    crew.end();
    for (const worker of await Promise.allSettled(starting))
      if (worker.status === 'fulfilled') worker.value.terminate();
  };
  await Promise.all(starting).catch(async (error) => {
    await end();
    throw error;
  });
  setCrew(memory, crew);
  return () => void end();
}
