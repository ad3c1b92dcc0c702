import { counted } from '../utils/counted';
import { show } from '../utils/errors';
import type { Fix } from '../utils/fix';
import { OptionError } from '../utils/optionError';
import type { Sample, Samples } from './sample';

/**
 * Throws unless a function received samples that it can read.
 *
 * @throws OptionError for anything else; it says what was passed, and how to make samples of it
 */
export function requireSamples(owner: string, option: string, samples: Samples): void {
  const given: unknown = samples;
  const { length, read } = Object(given) as Partial<Samples>;
  if (typeof read === 'function' && Number.isSafeInteger(length)) return;
  const { shown, fix } = described(given, option);
  throw new OptionError({ owner, option, expected: 'samples', received: given, shown, fix });
}

/** What was passed in place of samples, and what to do. */
function described(given: unknown, option: string): { readonly shown: string; readonly fix: Fix } {
  const slices = `prepareSlices(parts.${option === 'samples' ? 'test' : option})`;
  if (Array.isArray(given) && isSample(given[0]))
    return {
      shown: `a list of ${counted(given.length, 'sample')}`,
      fix: { action: 'wrap the list', code: 'samplesOf(list)' },
    };
  if (Array.isArray(given))
    return {
      shown: `a list of ${counted(given.length, isSlice(given[0]) ? 'slice' : 'item')}`,
      fix: { action: 'prepare the slices', code: slices },
    };
  const shown = typeof given === 'object' && given !== null ? partsOf(given) : show(given);
  if (Array.isArray(Object(given).patients))
    return {
      shown: 'a data set',
      fix: { action: 'split it with `splitDataSet` and prepare the slices', code: slices },
    };
  return { shown, fix: { action: 'prepare slices', code: slices } };
}

const partsOf = (given: object) => `an object of ${Object.keys(given).join(', ') || 'nothing'}`;

/** Whether the value is a slice as a network sees it, with its ground truth. */
export function isSample(given: unknown): given is Sample {
  const { image, mask } = Object(given) as Partial<Sample>;
  return ArrayBuffer.isView(image) && ArrayBuffer.isView(mask);
}

const isSlice = (given: unknown) => 'scan' in Object(given) && 'index' in Object(given);
