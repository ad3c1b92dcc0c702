import type { Preprocessing } from './runSettings';

/**
 * Describes in words how slices are prepared: `window −200 to 250 HU, CLAHE, 256 × 256 pixels`. Missing fields are left
 * out.
 *
 * @example
 * ```ts
 * import { preprocessingText } from 'msa-unet';
 *
 * console.log(preprocessingText({ clahe: null, size: [256, 256] })); // no CLAHE, 256 × 256 pixels
 * ```
 */
export function preprocessingText({ window, clahe, size }: Partial<Preprocessing>): string {
  return [
    ...(window ? [`window ${signed(window.windowMin)} to ${signed(window.windowMax)} HU`] : []),
    ...(clahe === undefined ? [] : [claheText(clahe)]),
    ...(size === undefined ? [] : [size ? `${size[0]} × ${size[1]} pixels` : 'original size']),
  ].join(', ');
}

function claheText(clahe: Preprocessing['clahe']): string {
  if (!clahe) return 'no CLAHE';
  const { clipLimit, tileColumns, tileRows } = clahe;
  const isUsual = clipLimit === 2 && tileColumns === 8 && tileRows === 8;
  return isUsual ? 'CLAHE' : `CLAHE (clip limit ${clipLimit}, ${tileColumns} × ${tileRows} tiles)`;
}

/** With the typographic minus sign. */
const signed = (value: number) => String(value).replace('-', '−');
