import { absoluteUrl } from './absoluteUrl';
import { Connection } from './connection';
import { type CreateSegmenterOptions, requireSegmenterOptions } from './createSegmenterOptions';
import { RemoteSegmenter } from './remoteSegmenter';
import type { Segmenter } from './segmenter';
import { startWorker } from './startWorker';
import { watchWorker } from './watchWorker';

/**
 * Starts a Web Worker that loads, trains and applies networks, so that the page never blocks. Options:
 * {@link CreateSegmenterOptions}.
 *
 * The worker is the file `segmenterWorker.js` of this package, which includes TensorFlow.js. Vite 8 and webpack find it
 * without any setup. The development server of Vite 7 and earlier needs `optimizeDeps.exclude: ['msa-unet']` and
 * `optimizeDeps.include: ['@tensorflow/tfjs', 'msa-unet > dicom-parser']`. Where another bundler does not find the file,
 * the error says where to copy it. Scans are copied to the worker, and masks come back without a copy.
 *
 * @throws Error (the promise) if the worker's script is not found, does not answer, or no backend works; OptionError if an
 * option is unknown or invalid
 * @example
 * ```ts no-run
 * import { drawSlice, inferenceOf, parseRunSettings, readVolume } from 'msa-unet';
 * import { createSegmenter, showPicture } from 'msa-unet/browser';
 *
 * const segmenter = await createSegmenter({ backend: 'wasm' });
 * await segmenter.load('liver/model/model.json');
 * const settings = parseRunSettings(await (await fetch('liver/settings.json')).text());
 *
 * const input = document.querySelector('input')!;
 * const volume = await readVolume([...input.files!]);
 * const onProgress = ({ slices, depth }: { slices: number; depth: number }) => console.log(`${slices} of ${depth}`);
 * const signal = AbortSignal.timeout(60_000);
 * const mask = await segmenter.predict(volume, { ...inferenceOf(settings), onProgress, signal });
 * showPicture(document.querySelector('canvas')!, drawSlice(volume, 40, { prediction: mask }));
 * ```
 */
export async function createSegmenter(options: CreateSegmenterOptions = {}): Promise<Segmenter> {
  requireSegmenterOptions(options);
  const { backend = 'auto', worker = null, startSeconds = 120, log = (line) => console.info(line) } = options;
  const { wasmPath, threads, powerPreference } = options;
  const started = worker ? { worker, help: ownWorkerHelp } : startWorker();
  const connection = new Connection(started.worker);
  const watch = watchWorker(started.worker, connection, started.help);
  const endLimit = watch.limitStart(startSeconds);
  try {
    const args = {
      backend,
      options: { wasmPath: wasmPath && absoluteUrl(wasmPath), threads, powerPreference },
      lifeline: `msa-unet ${Date.now()} ${Math.random()}`,
    };
    const { backend: info, isHeld } = await connection.call('start', args, { on: { log: log ?? undefined } });
    watch.started(isHeld ? args.lifeline : null);
    return new RemoteSegmenter(connection, info, () => started.worker.terminate());
  } catch (error) {
    started.worker.terminate();
    throw error;
  } finally {
    endLimit();
  }
}

const ownWorkerHelp = 'Check the URL of the worker, and that it is a module worker whose script calls serveSegmenter()';
