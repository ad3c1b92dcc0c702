import { Codec, silent } from './codec';
import type { DicomHeader } from './header';
import type { RawSamples } from './rescale';

/**
 * OpenJPEG, 550 kB (142 kB packed), in plain JavaScript: WebAssembly would be a file of its own that every bundler has to
 * be told of, for 75 instead of 350 ms a slice of 512×512.
 */
const openjpeg = new Codec(
  async () => (await (await import('@cornerstonejs/codec-openjpeg/decode')).default(silent())).J2KDecoder,
);

/** Most tiles of a frame; encoders of CT make one. */
const mostTiles = 4096;

/**
 * Decodes a JPEG 2000 frame (transfer syntaxes .90 and .91).
 *
 * @throws Error, or whatever the codec throws, if the frame is broken or not of the header's size
 */
export async function decodeJpeg2000(frame: Uint8Array, header: DicomHeader): Promise<RawSamples> {
  requireJpeg2000Head(frame, header);
  return openjpeg.decode(frame, header);
}

/** Compares the codestream's SIZ segment, which must come first (ISO 15444-1, A.5.1), with the file's header. */
function requireJpeg2000Head(frame: Uint8Array, { rows, columns }: DicomHeader): void {
  if (frame.length < 45) throw new Error('it is cut off');
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0) !== 0xff4fff51) throw new Error('it does not begin like a JPEG 2000 codestream');
  const at = (offset: number) => view.getUint32(offset);
  const [width, height, channels] = [at(8) - at(16), at(12) - at(20), view.getUint16(40)];
  if (width !== columns || height !== rows || channels !== 1)
    throw new Error(`${rows}×${columns} in 1 channel is needed; received ${height}×${width} in ${channels}`);
  const tiles = Math.ceil(width / at(24)) * Math.ceil(height / at(28));
  if (!(tiles <= mostTiles)) throw new Error(`at most ${mostTiles} tiles are read; received ${tiles}`);
}
