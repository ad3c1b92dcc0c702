import { requireInteger, requireSides } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import type { InputShape } from './checkSamples';
import type { PatchSize } from './cropPatch';

/** Throws unless a patch has a height and a width that the model takes. */
export function requirePatch(patch: PatchSize, [height, width]: InputShape): void {
  requireSides('trainSegmentation', 'patch', patch);
  for (const side of patch) requireInteger('trainSegmentation', 'patch', side);
  const taken = [height ?? patch[0], width ?? patch[1]];
  if (taken[0] === patch[0] && taken[1] === patch[1]) return;
  throw invalidOption('trainSegmentation', 'patch', 'the size that the model takes', patch, {
    option: 'patch',
    value: taken,
  });
}
