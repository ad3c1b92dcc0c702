import { Codec, silent } from './codec';
import type { DicomHeader } from './header';
import type { RawSamples } from './rescale';

/** OpenJPEG, 550 kB (142 kB packed), in plain JavaScript: no file of its own that a bundler would have to know of. */
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
  const [right, bottom, left, top, tileWidth, tileHeight] = [8, 12, 16, 20, 24, 28].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [width, height, channels] = [right - left, bottom - top, view.getUint16(40)];
  if (width !== columns || height !== rows || channels !== 1)
    throw new Error(`${rows}×${columns} in 1 channel is needed; received ${height}×${width} in ${channels}`);
  const tiles = Math.ceil(width / tileWidth) * Math.ceil(height / tileHeight);
  if (!(tiles <= mostTiles)) throw new Error(`at most ${mostTiles} tiles are read; received ${tiles}`);
}
