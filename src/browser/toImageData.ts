import type { Picture } from '../data/pictures/picture';
import { requirePicture } from './requirePicture';

/**
 * Converts a picture, such as one of `drawOverlay`, to what a canvas draws: red, green, blue and opaque alpha.
 *
 * @throws OptionError if it is not a picture, or `data` is not 3 · height · width long
 * @example
 * ```ts no-run
 * import { drawOverlay, generatePhantom, windowHu } from 'msa-unet';
 * import { toImageData } from 'msa-unet/browser';
 *
 * const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 1, size: 256 });
 * const { height, width, hu, mask } = patient!.slices[0]!;
 * const picture = drawOverlay({ height, width, image: windowHu(hu), truth: mask });
 * const canvas = document.querySelector('canvas')!;
 * canvas.getContext('2d')!.putImageData(toImageData(picture), 0, 0);
 * ```
 */
export function toImageData(picture: Picture): ImageData {
  requirePicture('toImageData', picture);
  const { height, width, data } = picture;
  const rgba = new Uint8ClampedArray(4 * height * width).fill(255);
  for (let pixel = 0; pixel < height * width; pixel++) rgba.set(data.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  return new ImageData(rgba, width, height);
}
