export { fileSystem } from './fileSystem';
export type { BackendInfo, BackendName, UseBackendOptions } from './useBackend';
export { useBackend } from './useBackend';
