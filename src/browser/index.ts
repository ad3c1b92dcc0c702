/**
 * Browsers only: backends, and pictures for a canvas.
 *
 * @module msa-unet/browser
 */

export type { BackendInfo, BackendName, UseBackendOptions } from './backends/useBackend';
export { useBackend } from './backends/useBackend';
export { toImageData } from './toImageData';
