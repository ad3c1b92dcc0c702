import type { SampleAugmentationOptions } from './augment/sampleAugmentationOptions';

/**
 * Options of `augmentation: 'strong'` of {@link trainSegmentation} beyond the paper's: the ranges of nnU-Net for 2D images,
 * for grey levels whose standard deviation is a quarter of their range. Frozen; spread it to change some.
 *
 * nnU-Net crops patches instead of translating, and deforms elastically only as an option.
 *
 * @see nnU-Net, Isensee et al., 2021, Nature Methods 18, https://doi.org/10.1038/s41592-020-01008-z, Supplementary
 * Information, data augmentation
 * @example
 * ```ts
 * import { type Samples, buildMsaUnet, strongAugmentation, trainSegmentation } from 'msa-unet';
 *
 * const upright = { ...strongAugmentation, rotate: 15, verticalFlip: false }; // patients lie on their backs
 * const train = (parts: { train: Samples; val: Samples }) =>
 *   trainSegmentation(buildMsaUnet([256, 256, 1], { baseFilters: 8 }), { ...parts, augmentation: upright });
 * console.log(train.length, upright.scale); // 1 0.4
 * ```
 */
export const strongAugmentation: Readonly<Required<SampleAugmentationOptions>> = /* @__PURE__ */ Object.freeze({
  rotate: 180,
  scale: 0.4,
  elastic: 0.05,
  noise: 0.08,
  blur: 1.5,
  brightness: 0.3,
  contrast: 0.5,
  lowResolution: 2,
  gamma: 0.5,
  probability: 0.2,
});
