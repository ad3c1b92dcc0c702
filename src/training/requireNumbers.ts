import { requireInteger, requireNonNegative, requirePositive, requireRange } from '../utils/check';
import { invalidOption } from '../utils/errors';
import type { Recipe } from './run/recipe';

interface Numbers
  extends Pick<
    Recipe,
    'epochs' | 'batchSize' | 'accumulate' | 'learningRate' | 'warmup' | 'weightDecay' | 'foreground' | 'seed'
  > {
  readonly prefetch: number;
}

/** @throws OptionError if a number among the options is out of range */
export function requireNumbers(numbers: Numbers): void {
  const { epochs, batchSize, accumulate, learningRate, warmup, weightDecay, foreground, seed, prefetch } = numbers;
  requireInteger('trainSegmentation', 'epochs', epochs);
  requireInteger('trainSegmentation', 'batchSize', batchSize);
  if (!(Number.isInteger(accumulate) && accumulate >= 1 && accumulate <= batchSize))
    throw invalidOption(
      'trainSegmentation',
      'accumulate',
      `an integer from 1 to \`batchSize\`, which is ${batchSize}`,
      accumulate,
    );
  requirePositive('trainSegmentation', 'learningRate', learningRate);
  if (!(warmup >= 0 && warmup <= epochs))
    throw invalidOption('trainSegmentation', 'warmup', `from 0 to \`epochs\`, which is ${epochs}`, warmup);
  requireNonNegative('trainSegmentation', 'weightDecay', weightDecay);
  requireRange('trainSegmentation', 'foreground', foreground, 0, 1);
  requireInteger('trainSegmentation', 'seed', seed, -Infinity);
  requireInteger('trainSegmentation', 'prefetch', prefetch, 0);
}

/** @throws OptionError unless the share of an average that each step keeps is below 1 */
export function requireEmaDecay(emaDecay: number | null): void {
  if (emaDecay !== null && !(emaDecay >= 0 && emaDecay < 1))
    throw invalidOption('trainSegmentation', 'emaDecay', 'null, or at least 0 and below 1', emaDecay);
}
