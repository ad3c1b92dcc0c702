import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { answerLines } from './answerLines';
import { timesOf } from './work';

/** What this file uses of onnxruntime. */
interface OnnxRuntime {
  env: { versions: { common: string }; wasm: { numThreads: number } };
  Tensor: new (type: 'float32', data: Float32Array, shape: number[]) => object;
  InferenceSession: {
    create(file: string | Uint8Array, options: object): Promise<Session>;
  };
}

interface Session {
  readonly inputNames: readonly string[];
  run(feeds: Record<string, object>): Promise<object>;
}

/** What a process that runs onnxruntime is asked for. */
export interface OnnxSetup {
  name: 'onnxruntime-node' | 'onnxruntime-web';
  /** A network that takes images of these shapes. */
  file: string;
  batch: number;
  size: number;
  threads: number;
}

const { name, file, batch, size, threads } = JSON.parse(process.argv[2]!) as OnnxSetup;
const ort = await load();
if (name === 'onnxruntime-web') ort.env.wasm.numThreads = threads;
const session = await ort.InferenceSession.create(file, {
  executionProviders: [name === 'onnxruntime-web' ? 'wasm' : 'cpu'],
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
});
const image = new ort.Tensor('float32', Float32Array.from({ length: batch * size * size }, Math.random), [
  ...[batch, 1],
  ...[size, size],
]);

await answerLines(
  { [name]: ort.env.versions.common, node: process.versions.node },
  {
    forward: () =>
      timesOf(async () => {
        await session.run({ [session.inputNames[0]!]: image });
      }),
  },
);

/** Loads the package from where bench/peers/package.json installs it. */
async function load(): Promise<OnnxRuntime> {
  const peers = fileURLToPath(new URL('peers/package.json', import.meta.url));
  const path = createRequire(peers).resolve(name);
  const module = (await import(pathToFileURL(path).href)) as OnnxRuntime & { default?: OnnxRuntime };
  return module.InferenceSession ? module : module.default!;
}
