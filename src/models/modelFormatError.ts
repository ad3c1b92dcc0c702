import { clip } from '../utils/clip';
import { OptionError } from '../utils/optionError';

/**
 * Error about a saved model that is broken, incomplete or unsafe to load; its message says what is wrong and where. The
 * middle of a long message is cut out.
 */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';

  constructor(problem: string, options?: ErrorOptions) {
    super(clip(problem), options);
  }
}

/** Longest message of a cause that is kept: Node prints it with the error. */
const longestCause = 10_000;

/** Wraps what tfjs throws about a model in a {@link ModelFormatError}. */
export function asModelFormatError(cause: unknown): ModelFormatError {
  if (cause instanceof ModelFormatError) return cause;
  if (cause instanceof OptionError && cause.expected === null)
    return new ModelFormatError(
      `a layer ${cause.owner} has the option "${cause.option}", which this version of msa-unet does not know. Update msa-unet`,
      { cause },
    );
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ModelFormatError(message, message.length > longestCause ? {} : { cause });
}
