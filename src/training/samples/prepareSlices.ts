import type { CtSlice, SliceRef } from '../../data/dataSet';
import { commonLabels } from '../../data/labels/commonLabels';
import { packSample, unpackSample } from '../../data/packSample';
import { resizeSample } from '../../data/resize';
import type { Sample, Samples } from '../../data/sample';
import type { SliceCache } from '../../data/sliceCache';
import { type ClaheOptions, resolveClahe } from '../../ops/claheOptions';
import { applyClahe } from '../../preprocess/applyClahe';
import { type HuWindowOptions, resolveHuWindow, windowHu } from '../../preprocess/windowHu';
import { requireInteger, requireKnown, requireSides } from '../../utils/check';
import { invalidOption } from '../../utils/errors';

/** Options of {@link prepareSlices}. */
export interface PrepareSlicesOptions {
  /** Height and width in pixels to which slices are resized. `null`: no resizing. @defaultValue `null` */
  size?: readonly [height: number, width: number] | null;
  /** CT window of slices in Hounsfield units. @defaultValue the paper's, −200 to 250 HU */
  window?: HuWindowOptions;
  /** CLAHE options. `null`: no CLAHE. @defaultValue the paper's: `{}` */
  clahe?: ClaheOptions | null;
  /** Cache of prepared slices. `null`: slices are prepared at every read. @defaultValue `null` */
  cache?: SliceCache | null;
}

/** Everything that a prepared slice depends on, besides the slice. */
interface Settings {
  readonly size: readonly [height: number, width: number] | null;
  readonly window: Required<HuWindowOptions>;
  readonly clahe: Required<ClaheOptions> | null;
}

/** Part of every key; raise it whenever the preparation or the packing changes. */
const formatVersion = 1;

/**
 * Makes samples of slices, preprocessed on reading as in the paper: CT window to 8-bit grey levels, CLAHE at the
 * original size, division by 255, then bilinear (masks: nearest-neighbour) resizing to `size`. Grey-level slices are
 * already windowed and only rounded to 8 bits. NaN, which some files contain outside the field of view, becomes 0, like
 * air.
 *
 * Nothing but the cache stays in memory. Uncached slices are prepared one at a time, so that a scan that must be
 * decoded whole is not decoded several times in parallel. A cached sample equals a fresh one bit by bit. Options:
 * {@link PrepareSlicesOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see MSA-UNet, 2021, data preprocessing
 * @example
 * ```ts
 * import { memoryCache, phantomDataSet, prepareSlices, splitDataSet } from 'msa-unet';
 *
 * const { parts } = await splitDataSet(phantomDataSet({ patients: 3, slicesPerPatient: 2, size: 64 }));
 * const train = prepareSlices(parts.train, { size: [32, 32], cache: memoryCache() });
 * const { image, mask } = await train.read(0);
 * console.log(train.length, image.length, mask.length); // 2 1024 1024
 * ```
 */
export function prepareSlices(
  slices: readonly SliceRef[],
  { size = null, window = {}, clahe = {}, cache = null, ...others }: PrepareSlicesOptions = {},
): Samples {
  requireKnown<PrepareSlicesOptions>('prepareSlices', others, { size, window, clahe, cache });
  if (!Array.isArray(slices))
    throw invalidOption('prepareSlices', 'slices', 'a list of slices, such as `parts.train` of splitDataSet', slices);
  if (size !== null) requireSides('prepareSlices', 'size', size);
  if (size) for (const [i, side] of ['height', 'width'].entries()) requireInteger('prepareSlices', side, size[i]!);
  const settings: Settings = {
    size,
    window: resolveHuWindow('prepareSlices', window),
    clahe: clahe && resolveClahe('prepareSlices', clahe),
  };
  const make = oneAtATime(async ({ scan, index }: SliceRef) => prepare(await scan.readSlice(index), settings));
  const read = async (slice: SliceRef): Promise<Sample> => {
    if (!cache) return make(slice);
    const key = keyOf(slice, settings);
    const packed = await cache.read(key);
    const kept = packed && unpackSample(packed);
    if (kept) return kept;
    const made = await make(slice);
    await cache.write(key, packSample(made));
    return made;
  };
  return {
    length: slices.length,
    labels: commonLabels('prepareSlices', slices),
    read: async (index) => {
      const slice = slices[index]!;
      const { undrawn } = slice.scan;
      const sample = await read(slice);
      return undrawn?.length ? { ...sample, undrawn } : sample;
    },
  };
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

const keyOf = ({ scan: { patient, name, fingerprint, labels }, index }: SliceRef, settings: Settings): string =>
  JSON.stringify([formatVersion, patient, name, fingerprint, index, settings, ...(labels ? [labels] : [])]);

/** Makes a function that runs its calls one after another, even if one fails. */
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
