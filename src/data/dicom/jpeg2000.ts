import { Codec, silent } from './codec';
import type { DicomHeader } from './header';
import { requireJpeg2000Head } from './jpeg2000Head';
import type { RawSamples } from './rescale';

/**
 * OpenJPEG, 550 kB (142 kB packed), in plain JavaScript: WebAssembly would be a file of its own that every bundler has to
 * be told of, for 75 instead of 350 ms a slice of 512×512.
 */
const openjpeg = new Codec(
  async () => (await (await import('@cornerstonejs/codec-openjpeg/decode')).default(silent())).J2KDecoder,
);

/**
 * Decodes a JPEG 2000 frame (transfer syntaxes .90 and .91).
 *
 * @throws Error, or whatever the codec throws, if the frame is broken or not of the header's size
 */
export async function decodeJpeg2000(frame: Uint8Array, header: DicomHeader): Promise<RawSamples> {
  requireJpeg2000Head(frame, header.rows, header.columns);
  return openjpeg.decode(frame, header);
}
