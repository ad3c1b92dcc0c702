import { CallError } from '../utils/callError';
/** Where a run was when it read a loss. */
export interface LossPlace {
  readonly epoch: number;
  /** Batches done in the epoch. */
  readonly batch: number;
  /** Name of the loss, or that of the weights, which a step with a finite loss can spoil. */
  readonly name: 'loss' | 'penalty' | 'validation loss' | 'weights';
}

/**
 * Throws unless a loss is finite. Once it is not, no weight recovers.
 *
 * @throws Error that says where it happened and what to try
 */
export function requireFiniteLoss(loss: number, { epoch, batch, name }: LossPlace): void {
  if (Number.isFinite(loss)) return;
  throw new CallError(
    'trainSegmentation',
    `the ${name} ${name === 'weights' ? 'are' : 'is'} ${loss} in epoch ${epoch}, by batch ${batch}. The model has the weights of its best ` +
      'epoch, or else the last ones known to be good. Lower `learningRate`, or check a loss of your own for divisions by 0 ' +
      'and logarithms of 0',
  );
}
