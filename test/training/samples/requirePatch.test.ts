import { expect, test } from 'vitest';

import { buildUnet } from '../../../src/models/unet';
import { requirePatch } from '../../../src/training/samples/requirePatch';

const open = buildUnet([null, null, 1], { baseFilters: 1, depth: 2 });
const fixed = buildUnet([16, 24, 1], { baseFilters: 1, depth: 2 });

test('a patch is a size that the network can halve, and of a network of one size that size', () => {
  for (const patch of [[4, 8], [160, 160]] as const) requirePatch(patch, open); // biome-ignore format: a list
  requirePatch([16, 24], fixed);
});

test.each([
  [[18, 16], open, '`patch` must be a size that the model takes; received [18,16]. Pass `patch: [20, 16]`'],
  [[16, 16], fixed, '`patch` must be a size that the model takes; received [16,16]. Pass `patch: [16, 24]`'],
  [16, open, '`patch` must be [height, width]; received 16. Pass `patch: [16, 16]`'],
  [[16, 0.5], open, '`patch` must be a positive integer; received 0.5'],
])('%j is refused', (patch, model, message) => {
  expect(() => Reflect.apply(requirePatch, null, [patch, model])).toThrow(message);
});
