import type { Volume } from 'msa-unet';

/** A volume as JSON holds it. */
export const plain = (volume: Volume) => ({
  ...volume,
  type: volume.data.constructor.name,
  data: Array.from(volume.data),
});
