import { type JpegHead, presetMarker } from './jpegHead';

/** Parameters of a JPEG-LS scan by their names in ISO 14495-1. */
export interface JpegLsSettings {
  /** MAXVAL, the highest value. */
  readonly highest: number;
  /** NEAR, by how much a value may be wrong. */
  readonly near: number;
  /** T1, T2 and T3, where gradients count as steeper. */
  readonly thresholds: readonly [number, number, number];
  /** RESET, after how many samples statistics are halved. */
  readonly reset: number;
  /** RANGE, the number of prediction errors. */
  readonly range: number;
  /** qbpp, bits of an error that is written plainly. */
  readonly errorBits: number;
  /** LIMIT, most bits of a code. */
  readonly limit: number;
  /** Where the data begin. */
  readonly start: number;
}

/** Reads the parameters of a scan, of which preset ones of 0 and missing ones have defaults (C.2.4.1.1). */
export function readJpegLsSettings(bytes: Uint8Array, head: JpegHead): JpegLsSettings {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [frame, scan, preset] = [head.get(0xf7)!, head.get(0xda)!, head.get(presetMarker)];
  if (scan + 10 > bytes.length) throw new Error('it is cut off');
  if (preset !== undefined && (view.getUint8(preset + 4) !== 1 || view.getUint16(preset + 2) !== 13))
    throw new Error('tables and second sizes are not read');
  if (head.has(0xdd)) throw new Error('restart intervals are not read');
  const presets = [5, 7, 9, 11, 13].map((offset) => (preset === undefined ? 0 : view.getUint16(preset + offset)));
  const precision = view.getUint8(frame + 4);
  const [near, shift] = [view.getUint8(scan + 7), view.getUint8(scan + 9) & 15];
  const highest = presets[0] || 2 ** precision - 1;
  if (precision < 2 || precision > 16 || highest >= 2 ** precision || 2 * near > highest || shift !== 0)
    throw new Error(`${precision} bits up to ${highest}, ± ${near}, shifted by ${shift}, are not read`);
  const usual = usualThresholds(highest, near);
  const range = Math.floor((highest + 2 * near) / (2 * near + 1)) + 1;
  const bits = Math.max(2, bitsFor(highest + 1));
  return {
    highest,
    near,
    thresholds: [presets[1] || usual[0], presets[2] || usual[1], presets[3] || usual[2]],
    reset: presets[4] || 64,
    range,
    errorBits: bitsFor(range),
    limit: 2 * (bits + Math.max(8, bits)),
    start: scan + 2 + view.getUint16(scan + 2),
  };
}

function usualThresholds(highest: number, near: number): [number, number, number] {
  const clamp = (value: number, least: number) => (value > highest || value < least ? least : value);
  const steps = [3, 7, 21] as const;
  const scaled = (i: 0 | 1 | 2) => {
    const add = [3, 5, 7][i]! * near;
    if (highest < 128) return Math.max(2 + i, Math.floor(steps[i] / Math.floor(256 / (highest + 1))) + add);
    return Math.floor((Math.min(highest, 4095) + 128) / 256) * (steps[i] - 2 - i) + 2 + i + add;
  };
  const first = clamp(scaled(0), near + 1);
  const second = clamp(scaled(1), first);
  return [first, second, clamp(scaled(2), second)];
}

/** Bits that are needed for `count` different values. */
function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}
