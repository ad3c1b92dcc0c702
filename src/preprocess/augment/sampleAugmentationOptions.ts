import { type Names, requireKnown, requireRange } from '../../utils/check';

/**
 * Options of {@link augmentSample}. All changes are off by default; a change that is on has its amount drawn for each
 * sample.
 */
export interface SampleAugmentationOptions {
  /** Maximum rotation about the centre, either way, in degrees, from 0 (off) to 180. @defaultValue `0` */
  rotate?: number;
  /**
   * Maximum zoom about the centre, as a share of the size, from 0 (off) to 1: 0.4 zooms by a factor from 1 / 1.4 to 1.4,
   * log-uniformly. @defaultValue `0`
   */
  scale?: number;
  /**
   * Maximum displacement of a smooth random deformation, as a share of height and width, from 0 (off) to 0.12. Typical
   * displacements are a third of it. @defaultValue `0`
   */
  elastic?: number;
  /**
   * Range of the standard deviation of Gaussian noise, as a share of the grey-level range, from 0 (off) to 1: 0.08 draws it
   * from 0 to 0.08. @defaultValue `0`
   */
  noise?: number;
  /** Maximum standard deviation of a Gaussian blur in pixels, from 0 (off) to 32. @defaultValue `0` */
  blur?: number;
  /**
   * Range of the factor that grey levels are multiplied by, from 0 (off) to 4: 0.3 stands for factors from 1 / 1.3 to 1.3,
   * log-uniformly. @defaultValue `0`
   */
  brightness?: number;
  /**
   * Range of the factor that the distance of grey levels from their mean is multiplied by, from 0 (off) to 4, as with
   * `brightness`. @defaultValue `0`
   */
  contrast?: number;
  /**
   * Maximum factor by which the image is downsampled, and then resized back, from 1 (off) to 16. @defaultValue `1`
   */
  lowResolution?: number;
  /**
   * Range of the exponent γ that grey levels are raised to, from 0 (off) to 4: 0.5 stands for exponents from 1 / 1.5 to
   * 1.5, log-uniformly. @defaultValue `0`
   */
  gamma?: number;
  /**
   * Probability of each of these changes, from 0 to 1, drawn for each sample and change. @defaultValue `0.2`
   */
  probability?: number;
}

/** The options, defaults filled in. */
export type SampleChanges = Readonly<Required<SampleAugmentationOptions>>;

/** The options without changes. */
export const noChanges: SampleChanges & Names<SampleAugmentationOptions> = {
  rotate: 0,
  scale: 0,
  elastic: 0,
  noise: 0,
  blur: 0,
  brightness: 0,
  contrast: 0,
  lowResolution: 1,
  gamma: 0,
  probability: 0.2,
};

/** Largest values of the options. */
const most: SampleChanges = {
  rotate: 180,
  scale: 1,
  elastic: 0.12,
  noise: 1,
  blur: 32,
  brightness: 4,
  contrast: 4,
  lowResolution: 16,
  gamma: 4,
  probability: 1,
};

/** A change of samples. */
export type SampleChange = Exclude<keyof SampleAugmentationOptions, 'probability'>;

const optionNames = Object.keys as (options: SampleChanges) => (keyof SampleChanges)[];

/** Lists the changes that are on. */
export const changesOn = (changes: SampleChanges): SampleChange[] =>
  optionNames(noChanges).filter(
    (name): name is SampleChange => name !== 'probability' && changes[name] !== noChanges[name],
  );

/** Fills in the defaults. @throws OptionError if an option is unknown or out of range */
export function resolveSampleChanges(owner: string, options: SampleAugmentationOptions): SampleChanges {
  requireKnown<SampleAugmentationOptions>(owner, options, noChanges);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const changes: SampleChanges = { ...noChanges, ...Object.fromEntries(given) };
  for (const name of optionNames(noChanges))
    requireRange(owner, name, changes[name], name === 'lowResolution' ? 1 : 0, most[name]);
  return changes;
}
