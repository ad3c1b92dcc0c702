import { expect, it } from 'vitest';

import { decimal } from '../../src/dicom/write/decimal';

it.each([
  [0, '0'],
  [-125, '-125'],
  [0.1 + 0.2, '0.3'],
  [-51.12345678901234, '-51.123456789012'],
  [1e-9 / 3, '3.3333333333e-10'],
  [0.9961946980917455, '0.99619469809175'],
])('a decimal string of %d has at most 16 characters and the nearest value', (value, text) => {
  expect(decimal(value)).toBe(text);
  expect(decimal(value).length).toBeLessThanOrEqual(16);
  expect(Math.abs(Number(decimal(value)) - value)).toBeLessThanOrEqual(1e-10 * Math.abs(value));
});
