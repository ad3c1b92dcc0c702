/** Markers of segments that a decoder of any kind steps over by their length. */
const isOrdinary = (marker: number) => [0xc4, 0xdb, 0xdd, 0xfe].includes(marker) || (marker >= 0xe0 && marker <= 0xef);

/** Preset parameters of JPEG-LS. */
export const presetMarker = 0xf8;

/** Where the segments of a head begin, by their marker; that of the scan is 0xda. */
export type JpegHead = ReadonlyMap<number, number>;

/**
 * Reads the head of a JPEG or JPEG-LS stream up to and with that of its scan, so that no decoder allocates by it what the
 * file's header does not say.
 *
 * @param frameMarker the one kind of frame that is read: 0xc3 for lossless JPEG, 0xf7 for JPEG-LS
 * @throws Error if the stream is not of that kind, of one channel and of this size
 */
export function readJpegHead(bytes: Uint8Array, frameMarker: 0xc3 | 0xf7, rows: number, columns: number): JpegHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) throw new Error('it does not begin like a JPEG');
  const segments = new Map<number, number>();
  for (let at = 2; at + 6 <= bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at) - 0xff00;
    if (marker === frameMarker && !segments.has(marker) && at + 10 <= bytes.length) {
      const [height, width, channels] = [view.getUint16(at + 5), view.getUint16(at + 7), view.getUint8(at + 9)];
      if (height !== rows || width !== columns || channels !== 1)
        throw new Error(`${rows}×${columns} in 1 channel is needed; received ${height}×${width} in ${channels}`);
    } else if (marker === 0xda && segments.has(frameMarker)) {
      if (bytes[at + 4] !== 1) throw new Error(`a scan of 1 channel is needed; received ${bytes[at + 4]}`);
      return segments.set(marker, at);
    } else if (!isOrdinary(marker) && !(marker === presetMarker && frameMarker === 0xf7)) {
      throw new Error(`marker 0xff${marker.toString(16).padStart(2, '0')} is not expected`);
    }
    segments.set(marker, at);
  }
  throw new Error('it is cut off');
}
