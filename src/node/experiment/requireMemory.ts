import { describeModel } from '../../models/describeModel';
import { buildNetwork, type Network } from './network';
import type { TableSettings } from './presets';

/** What WebAssembly can address, in bytes. */
const most = 2 ** 32;

/**
 * Builds every network, so that a size that is not legal shows before the first is trained, and asks whether a training
 * step can fit the backend.
 *
 * @throws RangeError if a size is not legal, or a step needs more than WebAssembly has
 */
export function requireMemory(networks: readonly Network[], settings: TableSettings, backend: string): void {
  for (const network of networks) {
    const model = buildNetwork(network, settings);
    const { stepBytes } = describeModel(model, { batch: Math.ceil(settings.batchSize / settings.accumulate) });
    for (const weight of model.weights) weight.dispose();
    if (backend !== 'wasm' || stepBytes <= most) continue;
    const { size, width, batchSize } = settings;
    throw new RangeError(
      `A training step of ${network.model} at ${size} × ${size} pixels, width ${width} and batch ${batchSize} holds at least ${gibibytes(stepBytes)} GiB; WebAssembly has ${gibibytes(most)}. ` +
        'Train on a GPU or with tfjs-node (--backend webgpu or tensorflow; docs/backends.md tells how to install them), or smaller: --preset cpu-minutes, or --size, --width, --accumulate',
    );
  }
}

const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
