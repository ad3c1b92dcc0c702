import type { DicomHeader } from './header';
import { requireJpeg2000Head } from './jpeg2000Head';
import type { RawSamples } from './rescale';

/** What can be said of data that the codec gives up on; heads have been checked before. */
const damaged = 'it is damaged or cut off';

let codec: ReturnType<typeof loadCodec> | null = null;

/**
 * Decodes a JPEG 2000 frame (transfer syntaxes .90 and .91).
 *
 * The codec is loaded when it is first needed, and kept: its memory is 50 MB. Where it fails, a new one is loaded next
 * time, since nobody knows what state it is in.
 *
 * @throws Error if the frame is broken or not of the header's size
 */
export async function decodeJpeg2000(frame: Uint8Array, { rows, columns }: DicomHeader): Promise<RawSamples> {
  requireJpeg2000Head(frame, rows, columns);
  codec ??= loadCodec();
  try {
    const decoder = new (await codec).J2KDecoder();
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
    codec = null;
    throw typeof error === 'number' ? new Error(damaged) : error; // exceptions of C++ come as addresses
  }
}

/**
 * OpenJPEG, 550 kB (142 kB packed), in plain JavaScript: WebAssembly would be a file of its own that every bundler has to
 * be told of, for 75 instead of 350 ms a slice of 512×512. The options become the module, so they must be new ones.
 */
async function loadCodec() {
  const { default: load } = await import('@cornerstonejs/codec-openjpeg/decode');
  return load({ print: () => {}, printErr: () => {} });
}
