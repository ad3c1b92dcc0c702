import type { DicomHeader } from './header';
import { readJpegHead } from './jpegHead';
import type { RawSamples } from './rescale';

/** The decoder looks ahead: without these bytes before the end marker it may drop the last pixel. */
const lookahead = 2;

/**
 * Decodes a lossless JPEG frame (transfer syntaxes .57 and .70). The decoder, 30 kB (6 kB packed), is loaded on demand.
 *
 * @throws Error if the frame is broken or not of the header's size, before anything is allocated for it
 */
export async function decodeJpegLossless(frame: Uint8Array, { rows, columns }: DicomHeader): Promise<RawSamples> {
  readJpegHead(frame, 0xc3, rows, columns);
  const { Decoder } = await import('jpeg-lossless-decoder-js');
  const end = endOfImage(frame);
  const padded = new Uint8Array(end + lookahead + 2);
  padded.set(frame.subarray(0, end));
  padded.set([0xff, 0xd9], end + lookahead);
  const decoder = new Decoder();
  const samples = decoder.decode(padded.buffer, 0, padded.length);
  if (decoder.yLoc !== rows || !samples) throw new Error('it is cut off'); // the decoder stops there without a word
  return samples;
}

/** Where the marker of the end is: the last 0xffd9. */
function endOfImage(frame: Uint8Array): number {
  for (let at = frame.length - 2; at > 0; at--) if (frame[at] === 0xff && frame[at + 1] === 0xd9) return at;
  throw new Error('it is cut off');
}
