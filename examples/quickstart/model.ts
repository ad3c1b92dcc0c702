import type { ModelName, ModelOptions } from 'msa-unet';

/** The network to build, and its width. */
export interface QuickstartNetwork {
  readonly model: ModelName;
  readonly baseFilters: number;
  readonly seed: number;
}

/** The options of the network, with a batch-norm momentum for short runs: the usual 0.99 would lag behind. */
export function modelOptions({ model, baseFilters, seed }: QuickstartNetwork): ModelOptions[ModelName] {
  const width = model.startsWith('deepLab')
    ? { widthMultiplier: baseFilters / 32 } // multiplier 1 is 32 channels, 64 for ResNet
    : { baseFilters, ...(hasAaspp(model) ? { asppWidth: 4 * baseFilters } : {}) }; // a lighter context block
  return { ...width, momentum: 0.9, seed };
}

const hasAaspp = (model: ModelName) => model === 'msaUnet' || model === 'unetAaspp';

/** Sizes and widths that train within minutes on a CPU. */
export function modelDefaults(model: ModelName): { size: string; baseFilters: string } {
  if (model === 'ceNet') return { size: '192', baseFilters: '16' };
  return { size: '128', baseFilters: model.startsWith('deepLab') ? '8' : '4' };
}
