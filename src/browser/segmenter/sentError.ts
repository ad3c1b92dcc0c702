import { ModelFormatError } from '../../models/modelFormatError';
import type { Fix } from '../../utils/fix';
import { OptionError } from '../../utils/optionError';
import { show } from '../../utils/show';

/** An error as data, from which {@link receivedError} makes one of the same class. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause: SentError | null;
  /** Class, for those that their name does not identify. */
  readonly kind: 'OptionError' | 'DOMException' | 'Error';
  /** Parts of an {@link OptionError}. */
  readonly parts: SentParts | null;
}

interface SentParts {
  readonly owner: string;
  readonly option: string;
  readonly expected: string | null;
  /** As text if it cannot be sent, like functions. */
  readonly received: unknown;
  readonly problem: string;
  readonly fix: readonly Fix[];
}

const classes = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, ModelFormatError };

/** Causes that are sent with an error, at most; a cause can be the error itself. */
const maxCauses = 5;

/** Describes whatever was thrown. */
export function sentError(thrown: unknown, causes = maxCauses): SentError {
  const error = thrown instanceof Error || thrown instanceof DOMException ? thrown : new Error(String(thrown));
  const { name, message, stack } = error;
  const hasCause = error instanceof Error && error.cause !== undefined && causes > 0;
  return {
    ...{ name, message, stack },
    cause: hasCause ? sentError(error.cause, causes - 1) : null,
    kind: error instanceof OptionError ? 'OptionError' : error instanceof DOMException ? 'DOMException' : 'Error',
    parts: error instanceof OptionError ? partsOf(error) : null,
  };
}

function partsOf(error: OptionError): SentParts {
  const { owner, option, expected, received, problem, fix } = error;
  return { owner, option, expected, received: sendable(received), problem, fix: plain(fix) };
}

function sendable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return show(value);
  }
}

/** Fixes with values that can be sent. */
const plain = (fix: readonly Fix[]): readonly Fix[] => JSON.parse(JSON.stringify(fix)) as readonly Fix[];

/** Makes the error again. */
export function receivedError(sent: SentError): Error {
  const error = made(sent);
  if (sent.stack !== undefined) Object.defineProperty(error, 'stack', { value: sent.stack, configurable: true });
  return error;
}

function made({ kind, parts, name, message, cause: sentCause }: SentError): Error {
  const cause = sentCause ? { cause: receivedError(sentCause) } : {};
  if (kind === 'DOMException') return new DOMException(message, name);
  if (kind === 'OptionError' && parts) return new OptionError({ ...parts, ...cause });
  const known = Object.hasOwn(classes, name) ? classes[name as keyof typeof classes] : Error;
  const error = new known(message, cause);
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true });
  return error;
}
