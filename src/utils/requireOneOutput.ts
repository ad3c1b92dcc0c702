import type * as tf from '@tensorflow/tfjs';

/** Throws if the model has several outputs, as with deep supervision. */
export function requireOneOutput(owner: string, { name, outputs }: tf.LayersModel): void {
  if (outputs.length === 1) return;
  throw new RangeError(
    `${owner}: expected a model with one output; "${name}" has ${outputs.length}. ` +
      'Take `averageHeads(model)`, or one that is pruned',
  );
}
