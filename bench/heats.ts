import { availableParallelism } from 'node:os';

import type { ModelName } from 'msa-unet';
import type { BackendName } from 'msa-unet/node';

import { dimensions } from './dimensions';
import { peers, stock } from './entrants';
import type { Entrant, Problem } from './run';

/** A problem, and who solves it side by side. */
export interface Heat {
  problem: Problem;
  entrants: readonly Entrant[];
  rounds: number;
}

/** Parts of the suite. */
export const parts = ['engines', 'networks', 'volume'] as const;
export type Part = (typeof parts)[number];

/** What is measured. `null`: as the suite has it. */
export interface HeatOptions {
  parts: readonly Part[];
  backends: readonly BackendName[];
  /** Numbers of threads. `null`: one, and one per processor, at most eight. */
  threads: readonly number[] | null;
  models: readonly ModelName[] | null;
  size: number | null;
  baseFilters: number | null;
  batch: number | null;
  rounds: number | null;
  /** Slices of the scan. */
  slices: number | null;
  /** Whether WebGPU is emulated here. */
  isWebgpuSlow: boolean;
}

/** Sizes at one image, and batches of 256²; 128² in twos is the problem of the docs. */
const usual = [
  [128, 2],
  [64, 1],
  [128, 1],
  [256, 1],
  [512, 1],
  [256, 2],
  [256, 4],
  [256, 6],
] as const;

const otherNetworks: readonly ModelName[] = ['unet', 'unetPlusPlus', 'ceNet', 'deepLabV3Plus'];

/** Plain JavaScript and an emulated graphics card are twenty times slower than WASM: they get a small problem. */
const little = { baseFilters: 1, size: 128, batch: 1 };

/** Returns all heats, in their order. */
export function heatsOf(options: HeatOptions): Heat[] {
  const { parts, models } = options;
  return [
    ...(parts.includes('engines') && (models?.includes('msaUnet') ?? true) ? engineHeats(options) : []),
    ...(parts.includes('networks') ? networkHeats(options) : []),
    ...(parts.includes('volume') ? volumeHeats(options) : []),
  ];
}

function engineHeats(options: HeatOptions): Heat[] {
  const { size, batch, baseFilters, rounds } = options;
  const model = 'msaUnet';
  const problems: readonly (readonly [number, number])[] =
    size === null && batch === null ? usual : [[size ?? 128, batch ?? 2]];
  const besides = besidePeers(options);
  const heats =
    besides.length === 0
      ? []
      : problems.map(([size, batch], i) => ({
          problem: { model, baseFilters: baseFilters ?? 8, size, batch } satisfies Problem,
          entrants: [
            ...besides,
            ...(i === 0 ? besides.flatMap(stockOf) : []),
            ...peers.flatMap((engine) => threadsOf(options).map((threads) => ({ engine, threads }))),
          ],
          rounds: rounds ?? 9,
        }));
  const alone = options.backends.filter((backend) => backend === 'cpu' || backend === 'webgpu');
  return [
    ...heats,
    ...alone.map((engine): Heat => {
      const isSlow = engine === 'cpu' || options.isWebgpuSlow;
      const usualSize = isSlow ? little : { baseFilters: 8, size: 128, batch: 2 };
      const asked = { ...(size && { size }), ...(batch && { batch }), ...(baseFilters && { baseFilters }) };
      return {
        problem: { model, ...usualSize, ...asked },
        entrants: [
          { engine, threads: 1 },
          { engine: `${stock}${engine}`, threads: 1 },
        ],
        rounds: rounds ?? (isSlow ? 3 : 9),
      };
    }),
  ];
}

function networkHeats(options: HeatOptions): Heat[] {
  const { models, size, batch, baseFilters, rounds, backends, isWebgpuSlow } = options;
  const entrants = [
    ...besidePeers(options),
    ...(backends.includes('webgpu') && !isWebgpuSlow ? [{ engine: 'webgpu', threads: 1 }] : []),
  ];
  const chosen = otherNetworks.filter((model) => models?.includes(model) ?? true);
  if (entrants.length === 0) return [];
  return chosen.map((model) => {
    const asked = { baseFilters: baseFilters ?? 8, size: size ?? 128 };
    const problem = { model, ...asked, size: dimensions(model, asked).size, batch: batch ?? 2 };
    return { problem, entrants, rounds: rounds ?? 9 };
  });
}

/** With CLAHE, as in the paper, and without. */
function volumeHeats(options: HeatOptions): Heat[] {
  const entrants = [...besidePeers(options), ...threadsOf(options).map((threads) => ({ engine: 'PyTorch', threads }))];
  const { size, baseFilters, slices, rounds } = options;
  return [true, false].map(
    (clahe): Heat => ({
      problem: {
        ...{ model: 'msaUnet', baseFilters: baseFilters ?? 8, size: size ?? 256, batch: 4 },
        ...{ scan: [slices ?? 60, 512, 512], clahe },
      },
      entrants,
      rounds: rounds ?? 5,
    }),
  );
}

/** This library on the backends that compete with other engines; TensorFlow uses all processors. */
function besidePeers(options: HeatOptions): Entrant[] {
  const threads = threadsOf(options);
  return options.backends.flatMap((engine): Entrant[] => {
    if (engine === 'wasm') return threads.map((threads) => ({ engine, threads }));
    return engine === 'tensorflow' ? [{ engine, threads: Math.max(...threads) }] : [];
  });
}

/** Stock layers on the same backend; tfjs's WASM runs on one thread. */
const stockOf = ({ engine, threads }: Entrant): Entrant[] =>
  engine === 'wasm' && threads > 1 ? [] : [{ engine: `${stock}${engine}`, threads }];

const threadsOf = ({ threads }: HeatOptions): readonly number[] =>
  threads ?? [...new Set([1, Math.min(8, availableParallelism())])];
