import type { MaskFormat } from './maskFormats';

/** What a worker is asked to do. */
export interface Job {
  /** Path of the uploaded file. */
  readonly scan: string;
  /** Path that the mask is written to. */
  readonly mask: string;
  readonly format: MaskFormat;
}

/** What the service sends to a worker: a scan, or the end of the work on it. */
export type ToWorker = { readonly type: 'segment'; readonly job: Job } | { readonly type: 'abort' };

/** What a worker sends: once that it is ready, or why it cannot be; then one answer for every scan. */
export type FromWorker =
  | { readonly type: 'ready'; readonly backend: string }
  | { readonly type: 'unusable'; readonly message: string }
  | { readonly type: 'done'; readonly notes: readonly string[] }
  | { readonly type: 'refused'; readonly status: number; readonly code: string; readonly message: string }
  | { readonly type: 'aborted' }
  /** `trace`: name of the error and places in the code. Its message might name a patient. */
  | { readonly type: 'failed'; readonly trace: string };
