import type { DicomHeader } from './header';
import type { RawSamples } from './rescale';

/** A decoder of the cornerstone codecs; its buffers lie in its module's memory until it is deleted. */
export interface CodecDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array | Uint8ClampedArray;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  delete(): void;
}

/** What can be said of data that a codec gives up on; their size has been checked before. */
const damaged = 'it is damaged or cut off';

/** Makes decoders of one kind. */
export type DecoderClass = new () => CodecDecoder;

/** Options of a codec's module, which becomes the module itself: what it would print is left unsaid. */
export function silent(): { print(text: string): void; printErr(text: string): void } {
  return { print: () => {}, printErr: () => {} };
}

/**
 * A codec that is loaded when it is first needed and kept: its memory is 50 MB. Where it fails, a new one is loaded next
 * time, since nobody knows what state it is in.
 */
export class Codec {
  readonly #load: () => Promise<DecoderClass>;
  #loaded: Promise<DecoderClass> | null = null;

  constructor(load: () => Promise<DecoderClass>) {
    this.#load = load;
  }

  /** Decodes one frame of one channel; its size must have been checked. */
  async decode(frame: Uint8Array, { rows, columns }: DicomHeader): Promise<RawSamples> {
    this.#loaded ??= this.#load();
    try {
      const decoder = new (await this.#loaded)();
      decoder.getEncodedBuffer(frame.length).set(frame);
      decoder.decode();
      const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
      const bytes = new Uint8Array(decoder.getDecodedBuffer()); // a copy
      decoder.delete();
      const sampleBytes = bitsPerSample > 8 ? 2 : 1;
      if (width !== columns || height !== rows || componentCount !== 1 || bytes.length !== rows * columns * sampleBytes)
        throw new Error(damaged);
      return sampleBytes === 1 ? bytes : new Uint16Array(bytes.buffer);
    } catch (error) {
      this.#loaded = null;
      throw typeof error === 'number' ? new Error(damaged) : error; // exceptions of C++ come as addresses
    }
  }
}
