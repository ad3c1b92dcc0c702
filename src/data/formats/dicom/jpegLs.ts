import type { DicomHeader } from './header';
import { readJpegHead } from './jpegHead';
import { JpegLsScan } from './jpegLsScan';
import { readJpegLsSettings } from './jpegLsSettings';
import type { RawSamples } from './rescale';

/**
 * Decodes a JPEG-LS frame of one channel (transfer syntaxes .80 and .81).
 *
 * @throws Error if the frame is broken or not of the header's size, before anything is allocated for it
 */
export function decodeJpegLs(frame: Uint8Array, { rows, columns }: DicomHeader): RawSamples {
  const settings = readJpegLsSettings(frame, readJpegHead(frame, 0xf7, rows, columns));
  const scan = new JpegLsScan(frame, settings);
  const samples = settings.highest < 256 ? new Uint8Array(rows * columns) : new Uint16Array(rows * columns);
  let [above, line] = [new Int32Array(columns + 2), new Int32Array(columns + 2)];
  for (let row = 0; row < rows; row++) {
    scan.decodeLine(above, line);
    samples.set(line.subarray(1, columns + 1), row * columns);
    [above, line] = [line, above];
  }
  return samples;
}
