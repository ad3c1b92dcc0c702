import type * as tf from '@tensorflow/tfjs';
import { OptionError } from './optionError';

/** Throws if the model has several outputs, as with deep supervision. */
export function requireOneOutput(owner: string, { name, outputs }: tf.LayersModel): void {
  if (outputs.length === 1) return;
  throw new OptionError({
    owner,
    option: 'model',
    expected: 'a model with one output',
    received: name,
    problem: `expected a model with one output; "${name}" has ${outputs.length}`,
    fix: [
      { action: 'average its heads', code: 'averageHeads(model)' },
      { action: 'prune it', code: 'pruneUnetPlusPlus(model)' },
    ],
  });
}
