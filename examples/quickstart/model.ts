import type * as tf from '@tensorflow/tfjs';
import { buildModel, type ModelName } from 'msa-unet';

/** The network to build, and its width. */
export interface QuickstartNetwork {
  readonly model: ModelName;
  /** Height and width of the slices, in pixels. */
  readonly size: number;
  readonly baseFilters: number;
  readonly seed: number;
}

/** The network at the chosen width, with a batch-norm momentum for short runs: the usual 0.99 would lag behind. */
export function quickstartModel({ model, size, baseFilters, seed }: QuickstartNetwork): tf.LayersModel {
  const width = model.startsWith('deepLab')
    ? { widthMultiplier: baseFilters / 32 } // multiplier 1 is 32 channels, 64 for ResNet
    : { baseFilters, ...(hasAaspp(model) ? { asppWidth: 4 * baseFilters } : {}) }; // a lighter context block
  return buildModel(model, [size, size, 1], { ...width, momentum: 0.9, seed });
}

const hasAaspp = (model: ModelName) => model === 'msaUnet' || model === 'unetAaspp';

/** Sizes and widths that train within minutes on a CPU. */
export function modelDefaults(model: ModelName): { size: string; baseFilters: string } {
  if (model === 'ceNet') return { size: '192', baseFilters: '16' };
  return { size: '128', baseFilters: model.startsWith('deepLab') ? '8' : '4' };
}
