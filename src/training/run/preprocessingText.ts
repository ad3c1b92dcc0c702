import type { HuRange, Preprocessing } from '../../preprocess/input/preprocessing';

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
export function preprocessingText({
  window,
  windows,
  clahe,
  size,
  spacing,
  context = 0,
  contextMm = null,
}: Partial<Preprocessing>): string {
  const ranges = windows ?? (window ? [[window.windowMin, window.windowMax] as const] : []);
  return [
    ...(ranges.length > 0 ? [windowsText(ranges)] : []),
    ...(clahe === undefined ? [] : [claheText(clahe)]),
    ...(spacing ? [`pixels of ${spacing[0]} × ${spacing[1]} mm`] : sizeText(size)),
    ...(context > 0 ? [contextText(context, contextMm)] : []),
  ].join(', ');
}

const windowsText = (ranges: readonly HuRange[]) =>
  `${ranges.length > 1 ? 'windows' : 'window'} ${ranges.map(([low, high]) => `${signed(low)} to ${signed(high)}`).join(' and ')} HU`;

const sizeText = (size: Preprocessing['size'] | undefined) =>
  size === undefined ? [] : [size ? `${size[0]} × ${size[1]} pixels` : 'original size'];

const contextText = (context: number, mm: number | null) =>
  `${2 * context + 1} slices${mm === null ? '' : ` ${mm} mm apart`}`;

function claheText(clahe: Preprocessing['clahe']): string {
  if (!clahe) return 'no CLAHE';
  const { clipLimit, tileColumns, tileRows } = clahe;
  const isUsual = clipLimit === 2 && tileColumns === 8 && tileRows === 8;
  return isUsual ? 'CLAHE' : `CLAHE (clip limit ${clipLimit}, ${tileColumns} × ${tileRows} tiles)`;
}

/** With the typographic minus sign. */
const signed = (value: number) => String(value).replace('-', '−');
