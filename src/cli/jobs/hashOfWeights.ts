import { createHash } from 'node:crypto';

import type { Run } from 'msa-unet/node';

/** The SHA-256 of a network's weights: results of networks with equal weights are equal. */
export async function hashOfWeights({ model }: Pick<Run, 'model'>): Promise<string> {
  const hash = createHash('sha256');
  for (const weight of model.getWeights()) {
    const { buffer, byteOffset, byteLength } = await weight.data();
    hash.update(JSON.stringify(weight.shape)).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
