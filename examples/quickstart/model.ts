import type { ModelName, ModelOptions } from 'msa-unet';

import type { QuickstartOptions } from './options';

/** The options of a network of the asked width whose batch norm averages follow a short run: the usual momentum of 0.99 would lag behind. */
export function modelOptions({ model, baseFilters, seed }: QuickstartOptions): ModelOptions[ModelName] {
  const width = model.startsWith('deepLab')
    ? { widthMultiplier: baseFilters / 32 } // 1 begins with 32 channels, ResNet with 64
    : { baseFilters, ...(hasAaspp(model) ? { asppWidth: 4 * baseFilters } : {}) }; // the light context block
  return { ...width, momentum: 0.9, seed };
}

const hasAaspp = (model: ModelName) => model === 'msaUnet' || model === 'unetAaspp';

/** Sizes and widths that learn within minutes on a CPU. */
export function modelDefaults(model: ModelName): { size: string; baseFilters: string } {
  if (model === 'ceNet') return { size: '192', baseFilters: '16' };
  return { size: '128', baseFilters: model.startsWith('deepLab') ? '8' : '4' };
}
