import type { SegmenterWorker } from './watchWorker';

/** Worker, and what helps if its script does not start. */
export interface StartedWorker {
  readonly worker: SegmenterWorker;
  readonly help: string;
}

/**
 * Starts the worker of this package.
 *
 * @throws Error if this is no place for workers, or the place of the script is unknown
 */
export function startWorker(): StartedWorker {
  if (typeof Worker === 'undefined')
    throw new Error(
      'createSegmenter: there are no Web Workers here. In Node, call predictVolume and trainSegmentation',
    );
  const url = workerUrl();
  const script = isElsewhere(url) ? importOf(url) : url;
  return { worker: new Worker(script, { type: 'module' }), help: helpFor(url) };
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
  `Its script is ${href}: copy node_modules/msa-unet/dist/segmenterWorker.js there, or pass \`worker\`: ${ownWorker}`;

const ownWorker =
  "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }), a file that calls serveSegmenter() of " +
  'msa-unet/browser';
