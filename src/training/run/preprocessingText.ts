import type { Preprocessing } from './runSettings';

/**
 * How slices are prepared, in words: `window −200 to 250 HU, CLAHE, 256 × 256 pixels`. What is left out is not mentioned.
 *
 * @example `preprocessingText({ clahe: null }) // 'no CLAHE'`
 */
export function preprocessingText({ window, clahe, size }: Partial<Preprocessing>): string {
  return [
    ...(window ? [`window ${signed(window.windowMin)} to ${signed(window.windowMax)} HU`] : []),
    ...(clahe === undefined ? [] : [claheText(clahe)]),
    ...(size === undefined ? [] : [size ? `${size[0]} × ${size[1]} pixels` : 'slices at their own size']),
  ].join(', ');
}

function claheText(clahe: Preprocessing['clahe']): string {
  if (!clahe) return 'no CLAHE';
  const { clipLimit, tileColumns, tileRows } = clahe;
  const isUsual = clipLimit === 2 && tileColumns === 8 && tileRows === 8;
  return isUsual ? 'CLAHE' : `CLAHE (clip limit ${clipLimit}, ${tileColumns} × ${tileRows} tiles)`;
}

/** With the minus sign of print. */
const signed = (value: number) => String(value).replace('-', '−');
