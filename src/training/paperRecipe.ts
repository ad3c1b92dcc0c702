import { frozen } from '../utils/frozen';

/**
 * The recipe of the paper: what `trainSegmentation` does by default, and the augmentation, which must be asked for. Frozen.
 *
 * @example `await trainSegmentation(model, { ...paperRecipe, train, val })`
 * @see the paper, implementation details
 */
export const paperRecipe = /* @__PURE__ */ frozen({
  epochs: 300,
  batchSize: 6,
  learningRate: 1e-3,
  augmentation: {},
  plateau: { factor: 0.5, patience: 8, minDelta: 1e-4, minLearningRate: 0, cooldown: 0 },
  earlyStopping: { patience: 20, minDelta: 0 },
} as const);
