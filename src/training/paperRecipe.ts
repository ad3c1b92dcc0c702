import { frozen } from '../utils/frozen';

/**
 * Training recipe of the paper: the defaults of {@link trainSegmentation}, plus the augmentation, which is off by
 * default. Frozen.
 *
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, implementation details
 * @example
 * ```ts
 * import { type Samples, buildMsaUnet, paperRecipe, trainSegmentation } from 'msa-unet';
 *
 * const train = (parts: { train: Samples; val: Samples }) =>
 *   trainSegmentation(buildMsaUnet([512, 512, 1]), { ...paperRecipe, ...parts, batchSize: 2 });
 * console.log(train.length, paperRecipe.epochs); // 1 300
 * ```
 */
export const paperRecipe = /* @__PURE__ */ frozen({
  epochs: 300,
  batchSize: 6,
  learningRate: 1e-3,
  augmentation: {},
  plateau: { factor: 0.5, patience: 8, minDelta: 1e-4, minLearningRate: 0, cooldown: 0 },
  earlyStopping: { patience: 20, minDelta: 0 },
} as const);
