import { check, readSlice } from './check.js';

/** The same as `check`, in a worker. */
function checkInWorker(...args) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`worker: ${message}`));
    worker.postMessage(args);
  }).finally(() => worker.terminate());
}

Object.assign(globalThis, { check, checkInWorker, readSlice });
