import { invalidOption } from '../../utils/errors';

/** A slice on its way to the network. */
export interface SliceGrid {
  /** Name of the scan in messages. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** Height and width of a pixel in mm. `null`: unknown. */
  readonly pixelMm: readonly [y: number, x: number] | null;
}

/**
 * Height and width, at least 1, that a slice has when its pixels are resampled to a common size in mm.
 *
 * @throws OptionError if the size of its pixels is unknown
 */
export function sizeAtSpacing(
  owner: string,
  { name, height, width, pixelMm }: SliceGrid,
  [y, x]: readonly [y: number, x: number],
): [height: number, width: number] {
  if (pixelMm === null)
    throw invalidOption(owner, 'spacing', `null, as the size of the pixels of ${name} is unknown`, [y, x], {
      option: 'spacing',
      value: null,
    });
  const side = (pixels: number, from: number, to: number) => Math.max(1, Math.round((pixels * from) / to));
  return [side(height, pixelMm[0], y), side(width, pixelMm[1], x)];
}
