import type { Bytes } from '../data/ctFile';
import { OptionError } from '../utils/optionError';
import { WeightsFileError } from './weightsFileError';

/** A file of weights; a browser's `File` or `Blob` fits as it is. */
export interface WeightsFile extends Bytes {
  /** What errors call it. */
  readonly name?: string;
}

/** A file of weights, or its bytes: what `readFile` gives in Node. */
export type WeightsSource = Uint8Array | WeightsFile;

/** The bytes of a file, and how to complain about it. */
export interface OpenedWeights {
  readonly bytes: Uint8Array;
  readonly fail: (problem: string, options?: ErrorOptions) => WeightsFileError;
}

/**
 * Reads a file whole.
 *
 * @throws OptionError if it is none: the name of a file, say
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
