import { expect, test } from 'vitest';

import { preprocessingText } from '../../../src/training/run/preprocessingText';
import { preprocessingOf } from '../../../src/training/run/runSettings';

test.each([
  [preprocessingOf({}), 'window −200 to 250 HU, CLAHE, original size'],
  [
    preprocessingOf({ size: [256, 192], window: { windowMin: 0 }, clahe: { clipLimit: 3, tileRows: 4 } }),
    'window 0 to 250 HU, CLAHE (clip limit 3, 8 × 4 tiles), 256 × 192 pixels',
  ],
  [{ clahe: null }, 'no CLAHE'],
  [
    preprocessingOf({ clahe: null, context: 1, contextMm: 5, windows: [[-200, 250], [0, 150]], spacing: [1.5, 1.2] }), // biome-ignore format: a list
    'windows −200 to 250 and 0 to 150 HU, no CLAHE, pixels of 1.5 × 1.2 mm, 3 slices 5 mm apart',
  ],
  [preprocessingOf({ clahe: null, context: 2 }), 'window −200 to 250 HU, no CLAHE, original size, 5 slices'],
])('%j reads as words', (preprocessing, words) => {
  expect(preprocessingText(preprocessing)).toBe(words);
});
