import type { DicomHeader } from './header';
import { requireJpegHead } from './jpegHead';
import type { RawSamples } from './rescale';

/**
 * Decodes a lossless JPEG frame (transfer syntaxes .57 and .70). The decoder, 30 kB (6 kB packed), is loaded on demand.
 *
 * @throws Error if the frame is broken or not of the header's size, before anything is allocated for it
 */
export async function decodeJpegLossless(frame: Uint8Array, { rows, columns }: DicomHeader): Promise<RawSamples> {
  requireJpegHead(frame, 0xc3, rows, columns);
  const { Decoder } = await import('jpeg-lossless-decoder-js');
  const decoder = new Decoder();
  const bytes = frame.slice();
  const samples = decoder.decode(bytes.buffer, 0, bytes.length);
  if (decoder.yLoc !== rows || !samples) throw new Error('it is cut off'); // the decoder stops there without a word
  return samples;
}
