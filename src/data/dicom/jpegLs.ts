import { Codec, silent } from './codec';
import type { DicomHeader } from './header';
import { requireJpegHead } from './jpegHead';
import type { RawSamples } from './rescale';

/** CharLS, 340 kB (77 kB packed), in plain JavaScript: no file of its own that a bundler would have to know of. */
const charls = new Codec(
  async () => (await (await import('@cornerstonejs/codec-charls/decode')).default(silent())).JpegLSDecoder,
);

/**
 * Decodes a JPEG-LS frame (transfer syntaxes .80 and .81).
 *
 * @throws Error, or whatever the codec throws, if the frame is broken or not of the header's size
 */
export async function decodeJpegLs(frame: Uint8Array, header: DicomHeader): Promise<RawSamples> {
  requireJpegHead(frame, 0xf7, header.rows, header.columns);
  return charls.decode(frame, header);
}
