import { expect, it } from 'vitest';

import { buildMsaUnet, type MsaUnetOptions } from '../../../src/models/msaUnet';
import { modelFingerprint } from '../../../src/training/checkpoint/modelFingerprint';

function fingerprint(options: MsaUnetOptions): string {
  const model = buildMsaUnet([32, 32, 1], { baseFilters: 1, seed: 1, ...options });
  const print = modelFingerprint(model);
  model.dispose();
  return print;
}

it('lets a run go on with `recompute` changed, but not with another DropBlock', () => {
  expect(fingerprint({ recompute: true })).toBe(fingerprint({}));
  expect(fingerprint({ dropBlock: null })).not.toBe(fingerprint({}));
});
