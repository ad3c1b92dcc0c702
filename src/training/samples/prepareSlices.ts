import type { CtSlice, SliceRef } from '../../data/dataSet';
import { commonLabels } from '../../data/labels/commonLabels';
import { packSample, unpackSample } from '../../data/packSample';
import { resizeSample } from '../../data/resize';
import type { Sample, Samples } from '../../data/sample';
import type { SliceCache } from '../../data/sliceCache';
import type { ClaheOptions } from '../../ops/claheOptions';
import { applyClahe } from '../../preprocess/applyClahe';
import { contextSlices } from '../../preprocess/input/contextSlices';
import {
  channelsOfInput,
  type Preprocessing,
  type PreprocessingOptions,
  resolvePreprocessing,
  windowsOf,
} from '../../preprocess/input/preprocessing';
import { type SliceGrid, sizeAtSpacing } from '../../preprocess/input/sizeAtSpacing';
import { type HuWindowOptions, windowHu } from '../../preprocess/windowHu';
import { invalidOption } from '../../utils/errors';

/** Options of {@link prepareSlices}. */
export interface PrepareSlicesOptions extends PreprocessingOptions {
  /** Cache of prepared slices. `null`: slices are prepared at every read. @defaultValue `null` */
  cache?: SliceCache | null;
}

/** What one channel depends on, besides its slice. The cache knows it by these fields. */
interface Settings {
  readonly size: readonly [height: number, width: number] | null;
  readonly window: Required<HuWindowOptions>;
  readonly clahe: Required<ClaheOptions> | null;
  /** Where slices are resampled: the size of a pixel in mm before and after. */
  readonly resampling?: { readonly from: SliceGrid['pixelMm']; readonly to: readonly [y: number, x: number] };
}

/** Part of every key; raise it whenever the preparation or the packing changes. */
const formatVersion = 1;

/**
 * Makes samples of slices, preprocessed on reading as in the paper: CT window to 8-bit grey levels, CLAHE at the
 * original size, division by 255, then bilinear (masks: nearest-neighbour) resizing to `size`. Grey-level slices are
 * already windowed and only rounded to 8 bits. NaN, which some files contain outside the field of view, becomes 0, like
 * air.
 *
 * `context` and `windows` make several channels of a slice, `[height, width, channels]`: the slices from the feet to the head,
 * each with all its windows.
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
  { cache = null, ...options }: PrepareSlicesOptions = {},
): Samples {
  if (!Array.isArray(slices))
    throw invalidOption('prepareSlices', 'slices', 'a list of slices, such as `parts.train` of splitDataSet', slices);
  const preprocessing = resolvePreprocessing('prepareSlices', options);
  const channel = cached(cache, preprocessing.windows);
  return {
    length: slices.length,
    labels: commonLabels('prepareSlices', slices),
    channels: channelsOfInput(preprocessing),
    preparation: { ...preprocessing },
    read: async (index) => {
      const { scan, index: place } = slices[index]!;
      const parts = channelsOf({ scan, index: place }, preprocessing);
      const samples: Sample[] = [];
      for (const { slice, settings } of parts) samples.push(await channel(slice, settings));
      const sample = joined(samples, (parts.length - 1) / 2);
      return scan.undrawn?.length ? { ...sample, undrawn: scan.undrawn } : sample;
    },
  };
}

/** One channel of a sample. */
interface Channel {
  readonly slice: SliceRef;
  readonly settings: Settings;
}

/** Lists the channels of a slice: the slices of its context, each with all windows. */
function channelsOf({ scan, index }: SliceRef, preprocessing: Preprocessing): Channel[] {
  const { name, depth, slicePlaces, spacing: scanMm } = scan;
  const { size, spacing, clahe } = preprocessing;
  const stack = { name, depth, sliceMm: scanMm?.[0] ?? null, slicePlaces };
  const pixelMm = scanMm && ([scanMm[1], scanMm[2]] as const);
  const resampling = spacing ? { resampling: { from: pixelMm, to: spacing } } : {};
  return contextSlices('prepareSlices', index, stack, preprocessing).flatMap((neighbour) =>
    windowsOf(preprocessing).map(([windowMin, windowMax]) => ({
      slice: { scan, index: neighbour },
      settings: { size, window: { windowMin, windowMax }, clahe, ...resampling },
    })),
  );
}

/** Interleaves samples of one channel; name and mask are those of the one in the middle. */
function joined(samples: readonly Sample[], middle: number): Sample {
  const own = samples[Math.floor(middle)]!;
  const channels = samples.length;
  if (channels === 1) return own;
  const image = new Float32Array(own.image.length * channels);
  for (const [channel, sample] of samples.entries()) {
    requireSameSize(own, sample);
    for (let pixel = 0; pixel < own.image.length; pixel++) image[pixel * channels + channel] = sample.image[pixel]!;
  }
  return { ...own, image };
}

/** Makes a function that prepares one channel of a slice, or takes it from the cache. */
function cached(cache: SliceCache | null, windows: Preprocessing['windows']) {
  const make = oneAtATime(async ({ slice: { scan, index }, settings }: Channel) => {
    const slice = await scan.readSlice(index);
    requireHu(slice, windows);
    return prepare(slice, scan.name, settings);
  });
  return async (slice: SliceRef, settings: Settings): Promise<Sample> => {
    if (!cache) return make({ slice, settings });
    const key = keyOf(slice, settings);
    const packed = await cache.read(key);
    const kept = packed && unpackSample(packed);
    if (kept) return kept;
    const made = await make({ slice, settings });
    await cache.write(key, packSample(made));
    return made;
  };
}

/** Throws unless the slice can have these windows. */
function requireHu({ unit, name }: CtSlice, windows: Preprocessing['windows']): void {
  if (unit === 'hu' || windows === null || windows.length === 1) return;
  throw invalidOption(
    'prepareSlices',
    'windows',
    `null, as ${name} already has a window: it holds grey levels`,
    windows,
    {
      option: 'windows',
      value: null,
    },
  );
}

function prepare(slice: CtSlice, scan: string, { size, window, clahe, resampling }: Settings): Sample {
  const { patient, name, height, width, mask } = slice;
  const levels = clahe ? applyClahe(levelsOf(slice, window), height, width, clahe) : levelsOf(slice, window);
  const image = new Float32Array(levels).map((level) => level / 255);
  const sample = { patient, name, height, width, image, mask };
  const grid = { name: scan, height, width, pixelMm: resampling?.from ?? null };
  const sides = resampling ? sizeAtSpacing('prepareSlices', grid, resampling.to) : size;
  return sides ? resizeSample(sample, ...sides) : sample;
}

function levelsOf({ unit, values }: CtSlice, window: HuWindowOptions): Uint8Array {
  if (values instanceof Uint8Array && unit === 'grey') return values;
  const grey = unit === 'grey' ? values : windowHu(values, window).map((share) => share * 255);
  return new Uint8Array(new Uint8ClampedArray(grey).buffer); // clamps and rounds; NaN becomes 0
}

const keyOf = ({ scan: { patient, name, fingerprint, labels }, index }: SliceRef, settings: Settings): string =>
  JSON.stringify([formatVersion, patient, name, fingerprint, index, settings, ...(labels ? [labels] : [])]);

function requireSameSize(own: Sample, other: Sample): void {
  if (own.height === other.height && own.width === other.width) return;
  throw invalidOption(
    'prepareSlices',
    'context',
    `0 for slices that differ in size: ${own.name} has ${own.height}×${own.width} pixels`,
    `${other.name} with ${other.height}×${other.width}`,
  );
}

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
