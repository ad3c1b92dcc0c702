import type { Bytes } from '../data/ctFile';
import { OptionError } from '../utils/optionError';
import { WeightsFileError } from './weightsFileError';

/** Weights file, for instance a browser's `File` or `Blob`. */
export interface WeightsFile extends Bytes {
  /** Name in error messages. */
  readonly name?: string;
}

/** Weights file, or its bytes, as Node's `readFile` returns them. */
export type WeightsSource = Uint8Array | WeightsFile;

/** Bytes of a file, and a function that makes its errors. */
export interface OpenedWeights {
  readonly bytes: Uint8Array;
  readonly fail: (problem: string, options?: ErrorOptions) => WeightsFileError;
}

/**
 * Reads a whole file.
 *
 * @throws OptionError if the source is not a file, for example a file name
 */
export async function openWeights(source: WeightsSource): Promise<OpenedWeights> {
  const isBytes = source instanceof Uint8Array;
  if (!isBytes && typeof (source as WeightsFile | undefined)?.arrayBuffer !== 'function') {
    const received = Object.prototype.toString.call(source).slice(8, -1); // ArrayBuffer, String, …
    throw new OptionError({
      owner: 'weights',
      option: 'source',
      expected: "a Uint8Array, which readFile gives, or a browser's File",
      received: source,
      shown: received,
      fix: { action: 'read the file first; an ArrayBuffer becomes bytes', code: 'new Uint8Array(buffer)' },
    });
  }
  const name = (isBytes ? undefined : source.name) ?? 'weights';
  const bytes = isBytes ? source : new Uint8Array(await source.arrayBuffer());
  return { bytes, fail: (problem, options) => new WeightsFileError(name, problem, options) };
}
