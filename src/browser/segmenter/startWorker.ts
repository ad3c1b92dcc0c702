import type { SegmenterWorker } from './watchWorker';

/** Worker, and what helps if its script does not start. */
export interface StartedWorker {
  readonly worker: SegmenterWorker;
  readonly help: string;
}

/**
 * Starts the worker of this package.
 *
 * @throws Error if workers cannot start here, or the place of the script is unknown
 */
export function startWorker(): StartedWorker {
  if (typeof Worker === 'undefined')
    throw new Error(
      'createSegmenter: there are no Web Workers here. In Node, call predictVolume and trainSegmentation',
    );
  const url = workerUrl();
  const help = helpFor(url);
  if (!isElsewhere(url)) return { worker: new Worker(url, { type: 'module' }), help };
  const script = importOf(url);
  const worker = new Worker(script, { type: 'module' });
  for (const event of ['message', 'error'] as const)
    worker.addEventListener(event, () => URL.revokeObjectURL(script), { once: true });
  return { worker, help };
}

/** Bundlers recognise the expression and copy the file. */
function workerUrl(): URL {
  try {
    return new URL('./segmenterWorker.js', import.meta.url);
  } catch (cause) {
    const problem = 'createSegmenter: a CommonJS bundle does not know its own URL, so it cannot find its worker';
    throw new Error(`${problem}. Bundle as ES modules, or pass \`worker\`: ${ownWorker}`, { cause });
  }
}

/** Whether the script is on another origin, such as a CDN, from which browsers start no worker. */
const isElsewhere = ({ protocol, origin }: URL) =>
  protocol.startsWith('http') && origin !== globalThis.location?.origin;

/** A script of this origin that imports the other. */
const importOf = ({ href }: URL) =>
  URL.createObjectURL(new Blob([`import ${JSON.stringify(href)};`], { type: 'text/javascript' }));

const helpFor = ({ href }: URL) =>
  href.includes('/.vite/')
    ? `Update to Vite 8, or set \`${viteSetting}\` in vite.config.js`
    : `Its script is ${href}: copy node_modules/msa-unet/dist/segmenterWorker.js there, or pass \`worker\`: ${ownWorker}`;

const viteSetting = "optimizeDeps: { exclude: ['msa-unet'], include: ['@tensorflow/tfjs', 'msa-unet > dicom-parser'] }";

const ownWorker =
  "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }), a file that calls serveSegmenter() of " +
  'msa-unet/browser';
