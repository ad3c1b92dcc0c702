import type { ModelName } from 'msa-unet';

/** CE-Net takes multiples of 32 from 192 on, and widths that 8 divides; DeepLabv3+ has 32 channels at the multiplier 1. */
export function dimensions(name: ModelName, { size, baseFilters }: { size: number; baseFilters: number }) {
  if (name === 'ceNet')
    return {
      size: Math.max(192, 32 * Math.ceil(size / 32)),
      width: { baseFilters: 8 * Math.ceil(baseFilters / 8) },
    };
  const width = name.startsWith('deepLab') ? { widthMultiplier: baseFilters / 32 } : { baseFilters };
  return { size, width };
}
