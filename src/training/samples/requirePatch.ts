import type * as tf from '@tensorflow/tfjs';

import { SizeGuard } from '../../layers/sizeGuard';
import { requireInteger, requireSides } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import type { PatchSize } from './cropPatch';

/** Throws unless a patch is a height and a width that the model takes. */
export function requirePatch(patch: PatchSize, model: tf.LayersModel): void {
  requireSides('trainSegmentation', 'patch', patch);
  for (const side of patch) requireInteger('trainSegmentation', 'patch', side);
  const [, height, width] = model.inputs[0]!.shape;
  const guard = model.layers.find((layer): layer is SizeGuard => layer instanceof SizeGuard);
  const { multiple, atLeast } = guard ?? { multiple: 1, atLeast: 1 };
  const legal = (side: number, fixed: number | null | undefined) =>
    fixed ?? Math.max(atLeast, Math.ceil(side / multiple) * multiple);
  const taken = [legal(patch[0], height), legal(patch[1], width)];
  if (taken[0] === patch[0] && taken[1] === patch[1]) return;
  throw invalidOption('trainSegmentation', 'patch', 'a size that the model takes', patch, {
    option: 'patch',
    value: taken,
  });
}
