import { OptionError } from '../utils/optionError';

/** Error about a saved model that is broken, incomplete or unsafe to load; its message says what is wrong and where. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';
}

/** Wraps what tfjs throws about a model in a {@link ModelFormatError}. */
export function asModelFormatError(cause: unknown): ModelFormatError {
  if (cause instanceof ModelFormatError) return cause;
  if (cause instanceof OptionError && cause.expected === null)
    return new ModelFormatError(
      `a layer ${cause.owner} has the option "${cause.option}", which this version of msa-unet does not know. Update msa-unet`,
      { cause },
    );
  return new ModelFormatError(cause instanceof Error ? cause.message : String(cause), { cause });
}
