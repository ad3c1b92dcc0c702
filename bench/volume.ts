import { cpus } from 'node:os';

import { buildMsaUnet, predictVolume, type Volume } from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

import { phantomVolume } from '../test/support/scanFiles';
import { median, time } from './work';

/** Lengths are pixels; `null`: 256², base 8, batches of 4, 5 rounds. */
interface VolumeBenchOptions {
  size: number | null;
  baseFilters: number | null;
  batch: number | null;
  rounds: number | null;
}

/** Slices per second of `predictVolume` on a phantom: preprocessing, network and reading back. */
export async function benchVolume(backends: BackendName[], options: VolumeBenchOptions): Promise<void> {
  const { size, baseFilters, batch, rounds } = {
    size: options.size ?? 256,
    baseFilters: options.baseFilters ?? 8,
    batch: options.batch ?? 4,
    rounds: options.rounds ?? 5,
  };
  const depth = 2 * batch;
  console.log(
    `${depth} slices of ${size}×${size}, ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`,
  );
  for (const name of backends) {
    try {
      const { detail, dispose } = await useBackend(name, { log: null });
      const model = buildMsaUnet([size, size, 1], { baseFilters, seed: 1 });
      const volume: Volume = phantomVolume(depth, size);
      const predict = async () => {
        await predictVolume(model, volume, { batchSize: batch });
      };
      await predict();
      const taken: number[] = [];
      for (let round = 0; round < (name === 'cpu' ? 1 : rounds); round++) taken.push(await time(predict));
      const rate = (1000 * depth) / median(taken);
      console.log(`  ${name} (${detail}): ${rate.toPrecision(3)} slices/s, base ${baseFilters}, batches of ${batch}`);
      model.dispose();
      dispose();
    } catch (error) {
      console.log(`  ${name}: skipped; ${error instanceof Error ? error.message : error}`);
    }
  }
}
