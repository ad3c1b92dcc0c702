import type { Picture } from '../data/pictures/picture';
import { invalidOption } from '../utils/errors';
import { requirePicture } from './requirePicture';
import { toImageData } from './toImageData';

/**
 * Draws a picture, such as one of `drawSlice` or `drawOverlay`, on a canvas, which gets its size.
 *
 * @throws OptionError if `canvas` is not one, such as `null` of `document.querySelector`, or the picture's `data` is not
 * 3 · height · width long; Error if the canvas has no 2D context
 * @example
 * ```ts no-run
 * import { drawSlice, phantomDataSet, scanVolume } from 'msa-unet';
 * import { showPicture } from 'msa-unet/browser';
 *
 * const [patient] = phantomDataSet({ patients: 1 }).patients;
 * const { image, labels } = await scanVolume(patient!.scans[0]!);
 * showPicture(document.querySelector('canvas')!, drawSlice(image, 8, { truth: labels, side: 512 }));
 * ```
 */
export function showPicture(canvas: HTMLCanvasElement | OffscreenCanvas, picture: Picture): void {
  if (typeof (canvas as HTMLCanvasElement | null)?.getContext !== 'function')
    throw invalidOption('showPicture', 'canvas', 'a <canvas>', canvas, {
      action: 'check that the page has the element, and that the script runs after it',
    });
  requirePicture('showPicture', picture);
  const image = toImageData(picture);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  if (!context) throw new Error('showPicture: the canvas has another context than 2d. Pass a new canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  context.putImageData(image, 0, 0);
}
