import type { StartWorker } from '../../kernels/wasm/threads/startCrew';
import { within } from '../../utils/within';

/** @throws Error if workers of this page or worker cannot share memory with it */
export function requireSharing(): void {
  if (!globalThis.crossOriginIsolated) throw new Error('the page is not cross-origin isolated');
  if (typeof Worker === 'undefined') throw new Error('no worker can be started here');
}

/**
 * Starts a worker of a page from its text, so that no bundler has to find a file.
 *
 * @throws Error (the promise) if the page's Content-Security-Policy forbids that, or the worker fails or does not answer
 */
export const startPageWorker: StartWorker = async (program, data) => {
  const url = URL.createObjectURL(new Blob([program, start], { type: 'text/javascript' }));
  let worker: Worker | undefined;
  try {
    worker = new Worker(url, { name: 'msa-unet' });
    worker.postMessage(data);
    await within(answer(worker), 'a worker did not start');
    return worker;
  } catch (error) {
    worker?.terminate();
    throw error;
  } finally {
    URL.revokeObjectURL(url);
  }
};

const start = "onmessage = ({ data }) => serve(data, () => postMessage('ready'));";

/** Resolves at the first message of a worker. */
async function answer(worker: Worker): Promise<void> {
  let isForbidden = false;
  const note = ({ blockedURI }: SecurityPolicyViolationEvent) => {
    isForbidden ||= blockedURI.startsWith('blob');
  };
  addEventListener('securitypolicyviolation', note);
  const { type, message } = await new Promise<Event & { message?: string }>((resolve) => {
    worker.onmessage = worker.onerror = resolve;
  }).finally(() => removeEventListener('securitypolicyviolation', note));
  worker.onmessage = worker.onerror = null;
  if (type === 'message') return;
  if (isForbidden) throw new Error("the page's Content-Security-Policy forbids workers from blob: URLs");
  throw new Error(`a worker did not start${message ? `: ${message}` : ''}`);
}
