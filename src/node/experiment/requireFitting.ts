import { SizeGuard } from '../../layers/sizeGuard';
import { buildModel } from '../../models/buildModel';
import { describeModel } from '../../models/describeModel';
import { OptionError } from '../../utils/optionError';
import type { Network } from './network';
import type { TableSettings } from './presets';
import { type NetworkSides, requireSize, takes } from './requireSize';

const installed = 'once it is installed';

/** Address space of WebAssembly, in bytes. */
const most = 2 ** 32;

/**
 * Builds every network, so that an invalid size is found before the first training, and checks whether a training step
 * can fit the backend.
 *
 * @throws OptionError if a size is invalid, or a step needs more than WebAssembly has
 */
export function requireFitting(networks: readonly Network[], settings: TableSettings, backend: string): void {
  const { size, width, batchSize } = settings;
  const needs = networks.map((network) => needsOf(network, settings));
  requireSize(needs, size);
  const tooLarge = needs.find(({ stepBytes }) => stepBytes > most);
  if (backend !== 'wasm' || !tooLarge) return;
  throw new OptionError({
    owner: 'runTable',
    option: 'size',
    expected: 'small enough for the memory of WebAssembly',
    received: size,
    problem: `a training step of ${tooLarge.model} at ${size} × ${size} pixels, width ${width} and batch ${batchSize} holds at least ${gibibytes(tooLarge.stepBytes)} GiB; WebAssembly has ${gibibytes(most)}`,
    fix: [
      { option: 'backend', value: 'tensorflow', when: installed, action: `use tfjs-node or WebGPU ${installed}` },
      { option: 'preset', value: 'cpu-minutes' },
      { action: 'lower `size` or `width`' },
      { action: 'raise `accumulate`' },
    ],
  });
}

interface Needs extends NetworkSides {
  /** Memory of a training step in bytes; 0 if the size is invalid. */
  readonly stepBytes: number;
}

function needsOf({ model, options }: Network, { size, batchSize, accumulate }: TableSettings): Needs {
  const built = buildModel(model, [null, null, 1], options);
  const { multiple, atLeast } = built.layers.find((layer) => layer instanceof SizeGuard)!;
  const sides = { model, multiple, atLeast };
  const image = { height: size, width: size, batch: Math.ceil(batchSize / accumulate) };
  const stepBytes = takes(size, sides) ? describeModel(built, image).stepBytes : 0;
  for (const weight of built.weights) weight.dispose();
  return { ...sides, stepBytes };
}

const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
