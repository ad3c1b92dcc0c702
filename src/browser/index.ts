/**
 * Browsers only: pictures for a canvas.
 *
 * @module msa-unet/browser
 */

export { toImageData } from './toImageData';
