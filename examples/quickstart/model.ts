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

/** Options whose defaults depend on the network and on what is segmented. */
interface Defaults {
  readonly size: string;
  readonly baseFilters: string;
  readonly batchSize: string;
  /** Epochs on the phantom's organs. */
  readonly epochs?: string;
}

/** Sizes and widths that train within minutes on a CPU. Telling organs apart takes more channels and more steps. */
export function modelDefaults(model: ModelName, isOrgans: boolean): Defaults {
  const steps = isOrgans ? { batchSize: '2', epochs: '12' } : { batchSize: '4' };
  if (model === 'ceNet') return { size: '192', baseFilters: '16', ...steps };
  if (model.startsWith('deepLab')) return { size: '128', baseFilters: '8', ...steps };
  return isOrgans ? { size: '96', baseFilters: '16', ...steps } : { size: '128', baseFilters: '4', ...steps };
}
