/** Whether decoders of any kind may skip a segment with this marker. */
const isOrdinary = (marker: number) => [0xc4, 0xdb, 0xdd, 0xfe].includes(marker) || (marker >= 0xe0 && marker <= 0xef);

/** Marker of JPEG-LS preset parameters. */
export const presetMarker = 0xf8;

/** Offsets of the segments of a head, by marker; 0xda marks the scan. */
export type JpegHead = ReadonlyMap<number, number>;

/**
 * Reads the head of a JPEG or JPEG-LS stream up to and including its scan header, so that no decoder allocates more
 * than the file's header implies.
 *
 * @param frameMarker the expected kind of frame: 0xc3 for lossless JPEG, 0xf7 for JPEG-LS
 * @throws Error if the stream is not of that kind, of one channel and of this size
 */
export function readJpegHead(bytes: Uint8Array, frameMarker: 0xc3 | 0xf7, rows: number, columns: number): JpegHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) throw new Error('it does not start like a JPEG');
  const segments = new Map<number, number>();
  for (let at = 2; at + 6 <= bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at) - 0xff00;
    if (marker === frameMarker && !segments.has(marker) && at + 10 <= bytes.length) {
      const [height, width, channels] = [view.getUint16(at + 5), view.getUint16(at + 7), view.getUint8(at + 9)];
      if (height !== rows || width !== columns || channels !== 1)
        throw new Error(`expected ${rows}×${columns} in 1 channel; received ${height}×${width} in ${channels}`);
    } else if (marker === 0xda && segments.has(frameMarker)) {
      if (bytes[at + 4] !== 1) throw new Error(`expected a scan of 1 channel; received ${bytes[at + 4]}`);
      return segments.set(marker, at);
    } else if (!isOrdinary(marker) && !(marker === presetMarker && frameMarker === 0xf7)) {
      throw new Error(`unexpected marker 0xff${marker.toString(16).padStart(2, '0')}`);
    }
    segments.set(marker, at);
  }
  throw new Error('it is cut off');
}
