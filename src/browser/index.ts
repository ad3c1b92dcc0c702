/**
 * Browsers only: backends, pictures on a canvas, models and checkpoints in IndexedDB, and a network in a worker.
 *
 * @module msa-unet/browser
 */

// Backends

export { type BackendInfo, type BackendName, useBackend } from './backends/useBackend';
export type { UseBackendOptions } from './backends/useBackendOptions';

// Pictures

export { showPicture } from './showPicture';
export { toImageData } from './toImageData';

// The browser's database

export { type IndexedDbCheckpointsOptions, indexedDbCheckpoints } from './indexedDb/indexedDbCheckpoints';
export { type IndexedDbModel, indexedDbModel } from './indexedDb/indexedDbModel';
export { type IndexedDbModelInfo, indexedDbModels } from './indexedDb/indexedDbModels';
export { removeIndexedDbCheckpoints, removeIndexedDbModel } from './indexedDb/removeIndexedDb';

// A network in a worker

export { createSegmenter } from './segmenter/createSegmenter';
export type { CreateSegmenterOptions } from './segmenter/createSegmenterOptions';
export type {
  BackendChoice,
  Segmenter,
  SegmenterBackend,
  SegmenterCheckpointOptions,
  SegmenterLoadOptions,
  SegmenterModel,
  SegmenterPredictOptions,
  SegmenterSource,
  SegmenterTrainOptions,
} from './segmenter/segmenter';
export type { SegmenterLoss, SegmenterLosses } from './segmenter/segmenterLoss';
export { serveSegmenter } from './segmenter/serveSegmenter';
export type { SegmenterWorker } from './segmenter/watchWorker';
