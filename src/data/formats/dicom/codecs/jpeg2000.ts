import { importSideFile } from '../../../../utils/importSideFile';
import type { DicomHeader } from '../header';
import type { RawSamples } from '../rescale';
import { requireJpeg2000Head } from './jpeg2000Head';

/** Message for data that the codec rejects; heads are checked before. */
const damaged = 'it is damaged or cut off';

let codec: ReturnType<typeof loadCodec> | null = null;

/**
 * Decodes a JPEG 2000 frame (transfer syntaxes .90 and .91).
 *
 * The codec is loaded on first use and kept; it takes 50 MB of memory. After a failure its state is unknown, so the
 * next call loads a new one.
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
    throw typeof error === 'number' ? new Error(damaged) : error; // C++ exceptions arrive as addresses
  }
}

/**
 * OpenJPEG in plain JavaScript, 500 kB (135 kB compressed): a WebAssembly file would need settings in every bundler, for 75
 * instead of 350 ms per slice of 512×512. The build writes it to a file of its own without the branches for Node
 * (browserFiles.config.ts). The options become the module, so every call needs new ones.
 */
async function loadCodec() {
  const { default: load } = await importSideFile({
    name: 'openjpeg.js',
    load: () => import('@cornerstonejs/codec-openjpeg/decode'),
  });
  return load({ print: () => {}, printErr: () => {} });
}
