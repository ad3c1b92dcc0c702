import type { CtScan, CtSlice, SliceRef } from '../../src/data/dataSet';
import { Random } from '../../src/utils/random';

/** Options of {@link noiseScan}. */
export interface NoiseScanOptions {
  depth?: number;
  height?: number;
  width?: number;
  seed?: number;
  unit?: CtSlice['unit'];
  /** Called before a slice is handed out; a promise is awaited. */
  onRead?: (slice: CtSlice) => void | Promise<void>;
}

/** A scan of noise, from −300 to 400 HU or of grey levels, whose bright voxels are the liver. Every read makes new arrays. */
export function noiseScan(options: NoiseScanOptions = {}): CtScan {
  const { depth = 3, height = 8, width = 8, seed = 1, unit = 'hu', onRead = () => {} } = options;
  const readSlice = async (index: number): Promise<CtSlice> => {
    const random = new Random(1000 * seed + index);
    const pixels = Float32Array.from({ length: height * width }, () => random.uniform());
    const values =
      unit === 'hu' ? Int16Array.from(pixels, (p) => 700 * p - 300) : Uint8Array.from(pixels, (p) => 256 * p);
    const mask = Uint8Array.from(pixels, (p) => Number(p > 0.6));
    const slice = { patient: `patient-${seed}`, name: `scan-${seed}/${index}`, height, width, unit, values, mask };
    await onRead(slice);
    return slice;
  };
  const patient = `patient-${seed}`;
  return { patient, name: `scan-${seed}`, depth, fingerprint: `${seed} ${depth}`, spacing: null, readSlice };
}

/** All slices of a scan. */
export const slicesOf = (scan: CtScan): SliceRef[] =>
  Array.from({ length: scan.depth }, (_, index) => ({ scan, index }));
