import type { CtSlice, SliceRef } from '../../data/dataSet';
import { packSample, unpackSample } from '../../data/packSample';
import { resizeSample } from '../../data/resize';
import type { Sample, Samples } from '../../data/sample';
import type { SliceCache } from '../../data/sliceCache';
import { type ClaheOptions, resolveClahe } from '../../ops/claheGrid';
import { applyClahe } from '../../preprocess/applyClahe';
import { type HuWindowOptions, resolveHuWindow, windowHu } from '../../preprocess/windowHu';
import { requireInteger } from '../../utils/check';

/** Options of {@link prepareSlices}. */
export interface PrepareSlicesOptions {
  /** Height and width that slices are resized to, in pixels; `null` leaves them as they are. @defaultValue `null` */
  size?: readonly [height: number, width: number] | null;
  /** The CT window, for slices in Hounsfield units. @defaultValue the paper's, −200 to 250 HU */
  window?: HuWindowOptions;
  /** How contrast is equalised; `null` leaves it as it is. @defaultValue the paper's: `{}` */
  clahe?: ClaheOptions | null;
  /** Where prepared slices are kept; `null` prepares a slice whenever it is read. @defaultValue `null` */
  cache?: SliceCache | null;
}

/** All that a prepared slice depends on, besides the slice. */
interface Settings {
  readonly size: readonly [height: number, width: number] | null;
  readonly window: Required<HuWindowOptions>;
  readonly clahe: Required<ClaheOptions> | null;
}

/** Part of every key; to be raised when a slice is prepared or packed in another way. */
const formatVersion = 1;

/**
 * Slices of scans as samples, prepared as in the paper when they are read: CT window to 8-bit grey levels, CLAHE at the
 * true size, division by 255, then bilinear (masks: nearest) to `size`. Slices of grey levels have been windowed already:
 * they are rounded to 8 bits. NaN, which some files hold outside the field of view, becomes 0, as air does.
 *
 * Nothing is held but what the cache keeps. Slices that are not in the cache are made one at a time, so that a scan that
 * must be decoded whole is not decoded many times at once. A cached sample equals a fresh one bit by bit.
 *
 * @example `const train = prepareSlices(slices, { size: [256, 256], cache: memoryCache({ maxBytes: 2e9 }) });`
 * @throws RangeError if an option is out of range
 * @see the paper, data preprocessing
 */
export function prepareSlices(
  slices: readonly SliceRef[],
  { size = null, window = {}, clahe = {}, cache = null }: PrepareSlicesOptions = {},
): Samples {
  if (size) for (const [i, side] of ['height', 'width'].entries()) requireInteger('prepareSlices', side, size[i]!);
  const settings: Settings = {
    size,
    window: resolveHuWindow('prepareSlices', window),
    clahe: clahe && resolveClahe('prepareSlices', clahe),
  };
  const make = oneAtATime(async ({ scan, index }: SliceRef) => prepare(await scan.readSlice(index), settings));
  const read = async (index: number): Promise<Sample> => {
    const slice = slices[index]!;
    if (!cache) return make(slice);
    const key = keyOf(slice, settings);
    const packed = await cache.read(key);
    const kept = packed && unpackSample(packed);
    if (kept) return kept;
    const made = await make(slice);
    await cache.write(key, packSample(made));
    return made;
  };
  return { length: slices.length, read };
}

function prepare(slice: CtSlice, { size, window, clahe }: Settings): Sample {
  const { patient, name, height, width, mask } = slice;
  const levels = clahe ? applyClahe(levelsOf(slice, window), height, width, clahe) : levelsOf(slice, window);
  const image = new Float32Array(levels).map((level) => level / 255);
  const sample = { patient, name, height, width, image, mask };
  return size ? resizeSample(sample, ...size) : sample;
}

function levelsOf({ unit, values }: CtSlice, window: HuWindowOptions): Uint8Array {
  if (values instanceof Uint8Array && unit === 'grey') return values;
  const grey = unit === 'grey' ? values : windowHu(values, window).map((share) => share * 255);
  return new Uint8Array(new Uint8ClampedArray(grey).buffer); // clamps and rounds; NaN becomes 0
}

const keyOf = ({ scan: { patient, name, fingerprint }, index }: SliceRef, settings: Settings): string =>
  JSON.stringify([formatVersion, patient, name, fingerprint, index, settings]);

/** Begins with an argument when all before it are done with, well or not. */
function oneAtATime<In, Out>(work: (input: In) => Promise<Out>): (input: In) => Promise<Out> {
  let last: Promise<void> = Promise.resolve();
  return (input) => {
    const done = last.then(() => work(input));
    last = done.then(
      () => {},
      () => {},
    );
    return done;
  };
}
