/** Thrown when a saved model is broken, incomplete or unsafe to load; the message says what is wrong and where. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';
}

/** What tfjs throws about a model, as the one type of error that callers expect. */
export function asModelFormatError(cause: unknown): ModelFormatError {
  if (cause instanceof ModelFormatError) return cause;
  return new ModelFormatError(cause instanceof Error ? cause.message : String(cause), { cause });
}
