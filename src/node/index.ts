/**
 * What needs Node: backends, files, the terminal.
 *
 * @module msa-unet/node
 */

export { abortOnInterrupt } from './abortOnInterrupt';
export { type DiskCacheOptions, diskCache } from './diskCache';
export { fileSystem } from './fileSystem';
export type { OpenSlicesOptions } from './openSlices';
export { openSlices } from './openSlices';
export type { ProgressLine, ProgressStream } from './progress';
export { progressLine } from './progress';
export type { BackendInfo, BackendName, UseBackendOptions } from './useBackend';
export { useBackend } from './useBackend';
export { type WriteFileAtomicOptions, writeFileAtomic } from './writeFileAtomic';
