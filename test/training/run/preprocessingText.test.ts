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
])('%j reads as words', (preprocessing, words) => {
  expect(preprocessingText(preprocessing)).toBe(words);
});
