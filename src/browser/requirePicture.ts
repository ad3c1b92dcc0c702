import type { Picture } from '../data/pictures/picture';
import { requireInteger } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** Throws OptionError unless the parts of a picture are present and fit. */
export function requirePicture(owner: string, picture: Picture): void {
  const { height, width, data }: Partial<Picture> = Object(picture);
  if (height === undefined || width === undefined || !ArrayBuffer.isView(data))
    throw invalidOption(owner, 'picture', 'a Picture of height, width and data', nameOf(picture), {
      action: 'draw a slice',
      code: 'drawSlice(volume, 40, { prediction: mask })',
    });
  requireInteger(owner, 'picture.height', height);
  requireInteger(owner, 'picture.width', width);
  const values = 3 * height * width;
  if (data.length !== values)
    throw invalidOption(owner, 'picture.data', `3 · height · width = ${values} long`, data.length, {
      action: data.length * 3 === values * 4 ? 'leave alpha out' : 'give each pixel red, green and blue',
    });
}

/** What something is: `null`, `"text"`, `HTMLCanvasElement`. */
const nameOf = (value: unknown) => (Object(value) === value ? (value as object).constructor?.name : value);
