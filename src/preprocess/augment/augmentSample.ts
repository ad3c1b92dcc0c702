import { requireInteger } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { changeSample, type ImageAndMask } from './changeSample';
import { resolveSampleChanges, type SampleAugmentationOptions } from './sampleAugmentationOptions';

/**
 * Random augmentation of one training sample as plain arrays, as in nnU-Net: {@link trainSegmentation} does so with
 * `augmentation`; use this function to look at the results, or in your own loop. Options:
 * {@link SampleAugmentationOptions}.
 *
 * Rotation, zoom and elastic deformation are one resampling: bilinear for the image, nearest neighbour for the mask, 0
 * outside. Masks keep their labels exactly. The grey levels of the image must be from 0 to 1, and stay there; all channels
 * get the same changes. Equal seeds give equal results. Flips, crops and translations are the part of {@link Augmentation}.
 *
 * @param sample is not changed; the result shares the arrays that no change touches
 * @param seed any integer
 * @throws OptionError if an option is unknown or out of range, or an array has no whole number of values per pixel
 * @see nnU-Net, Isensee et al., 2021, Nature Methods 18, https://doi.org/10.1038/s41592-020-01008-z, Supplementary
 * Information, data augmentation
 * @example
 * ```ts
 * import { augmentSample, generatePhantom, windowHu } from 'msa-unet';
 *
 * const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 1, size: 64 });
 * const { hu, ...slice } = patient!.slices[0]!;
 * const sample = { ...slice, image: windowHu(hu) };
 * const { image, mask } = augmentSample(sample, { rotate: 15, elastic: 0.05, probability: 1 }, 42); // seed 42
 * console.log(image.length, mask.length, mask.every((label) => label === 0 || label === 1)); // 4096 4096 true
 * ```
 */
export function augmentSample<S extends ImageAndMask>(sample: S, options: SampleAugmentationOptions = {}, seed = 0): S {
  const changes = resolveSampleChanges('augmentSample', options);
  requireInteger('augmentSample', 'seed', seed, -Infinity);
  const pixels = sample.height * sample.width;
  for (const name of ['image', 'mask'] as const) {
    const { length } = sample[name];
    if (length === 0 || length % pixels !== 0)
      throw invalidOption('augmentSample', name, `a multiple of height · width = ${pixels} values long`, length);
  }
  return changeSample(sample, changes, seed);
}
