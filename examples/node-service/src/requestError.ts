/** Reason why a request is refused, for its sender: an HTTP status, a code for programs and a sentence for people. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Headers of the answer. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Header of the answer to a request that may succeed later: seconds after which to try again. */
export const retryLater = { 'retry-after': '10' };

/** The error of a request for which there is no room now. */
export const busy = (message: string): RequestError => new RequestError(503, 'busy', message, retryLater);

/** The error for the sender: what a {@link RequestError} says, and of others only that they happened. */
export function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof Error && error.name === 'TimeoutError')
    return new RequestError(
      504,
      'timeout',
      'The time limit was reached. Send a smaller scan, or ask for a higher limit',
    );
  return new RequestError(500, 'internal', 'The scan could not be segmented; the fault is ours');
}
