import { parseArgs } from 'node:util';

import { paperTables, type Spelling, type TableName } from 'msa-unet';
import { type BackendName, type PresetName, presetNames, type TableSettings } from 'msa-unet/node';

import { type Pairs, pairHelp, pairOptions, readPairs } from './pairs';

/** The parsed command line. */
export interface TableOptions extends Pairs {
  /** Folders of the data sets; the phantom if empty. */
  readonly folders: readonly string[];
  readonly preset: PresetName;
  /** Settings that override the preset. */
  readonly settings: Partial<TableSettings>;
  /** Rows whose jobs run; `null` for all. */
  readonly only: readonly string[] | null;
  readonly jobs: boolean;
  readonly merge: boolean;
  readonly backend: BackendName | 'auto';
  readonly out: string;
}

export const tableHelp = (
  table: TableName,
): string => `Train the networks of the paper's ${paperTables[table].title}, on the same
slices with the same recipe and seed, and write a table of their scores beside the paper's.

  npm run ${table}                                    a small run on a synthetic CT phantom: minutes on a CPU
  npm run ${table} -- --preset paper --data DIR --data DIR    as in the paper, on a GPU
  npm run ${table} -- --only NAME                     one network, as a cluster job
  npm run ${table} -- --merge                         build the table from the finished jobs

To continue an interrupted run, repeat the command; finished jobs are not run again.

  --data DIR         folder of 3D-IRCADb-01, SLIVER07, LiTS, MSD Task03, CHAOS or PNG slices, with at least 3
                     patients; several folders are mixed
${pairHelp}  --preset NAME      ${presetNames.join(', ')}                  [cpu-minutes]
  --size N           resize slices to N × N; CE-Net needs a multiple of 32, at least 192
                     [from the preset, as all options below]
  --width N          first-stage channels of MSA-UNet, 16 at full width; the other networks scale with it
  --epochs N         train for at most N epochs
  --batch-size N     slices per step
  --accumulate N     process each batch in N passes, to save memory
  --limit N          train on at most N slices and validate on N / 8, spread evenly
  --clahe yes|no     equalise contrast (CLAHE)                      [yes; no if all data are PNG slices]
  --seed N           seed of weights, sample order, augmentation, DropBlock, split and phantom
  --models A,B       train only these networks, then build the table    [all]
  --only NAME        run only the job of this network, without building the table: ${paperTables[table].rows.map(({ name }) => name).join(', ')}
  --merge            only build the table, from the finished jobs
  --backend NAME     auto, tensorflow, webgpu, wasm or cpu          [auto]
  --out DIR          folder of the table; jobs are kept in jobs beside it    [runs/${table}]
  -h, --help         show this help
`;

/**
 * Reads the command line.
 *
 * @returns `null` if help is requested
 * @throws TypeError for unknown options and extra words, RangeError for values out of range
 */
export function readTableOptions(table: TableName, args: string[]): TableOptions | null {
  const values = parse(table, args);
  if (values.help) return null;
  if (values.merge && (values.only || values.models))
    throw new RangeError('--merge only builds the table; leave out --only and --models');
  if (values.only && values.models) throw new RangeError('--only and --models cannot be combined');
  const data = values.data ?? [];
  if (data.includes('')) throw new RangeError('--data must name a folder; received ""');
  const given = Object.keys(pairOptions).find((option) => option in values);
  if (given && data.length === 0) throw new RangeError(`--${given} needs --data DIR`);
  return {
    folders: data,
    ...readPairs(values),
    preset: oneOf('preset', values.preset, presetNames),
    settings: settingsOf(values),
    only: values.only ?? values.models?.split(',') ?? null,
    jobs: !values.merge,
    merge: !values.only,
    backend: oneOf('backend', values.backend, ['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu']),
    out: values.out ?? `runs/${table}`,
  };
}

type Values = ReturnType<typeof parse>;

function parse(table: TableName, args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    const [firstSentence] = String(cause instanceof Error ? cause.message : cause).split(/\.(?:\s|$)/);
    throw new TypeError(`${firstSentence}; see npm run ${table} -- --help`, { cause });
  }
}

const numbers = { size: 32, width: 1, epochs: 1, 'batch-size': 1, batch: 1, accumulate: 1, limit: 1, seed: 0 } as const;

const options = {
  data: { type: 'string', multiple: true },
  ...pairOptions,
  preset: { type: 'string', default: 'cpu-minutes' },
  size: { type: 'string' },
  width: { type: 'string' },
  epochs: { type: 'string' },
  'batch-size': { type: 'string' },
  batch: { type: 'string' },
  accumulate: { type: 'string' },
  limit: { type: 'string' },
  clahe: { type: 'string' },
  seed: { type: 'string' },
  models: { type: 'string' },
  only: { type: 'string', multiple: true },
  merge: { type: 'boolean', default: false },
  backend: { type: 'string', default: 'auto' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const dashed = (option: string) => `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** How errors of the library write these options. */
export const typed: Spelling = {
  isCode: false,
  name: (option) => (dashed(option).slice(2) in options ? dashed(option) : null),
  give: (option, value) => (value === undefined ? null : `${dashed(option)} ${value}`),
};

/** The settings given on the command line. */
function settingsOf(values: Values): Partial<TableSettings> {
  const settings: Record<string, number | boolean> = {};
  for (const [option, least] of Object.entries(numbers) as [keyof typeof numbers, number][]) {
    const text = values[option];
    if (text !== undefined) settings[option.startsWith('batch') ? 'batchSize' : option] = whole(option, text, least);
  }
  if (values.clahe !== undefined) settings.clahe = oneOf('clahe', values.clahe, ['yes', 'no']) === 'yes';
  return settings;
}

function whole(option: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`--${option} must be a whole number of at least ${least}; received "${text}"`);
}

function oneOf<T extends string>(option: string, text: string, names: readonly T[]): T {
  const name = names.find((known) => known === text);
  if (name === undefined) throw new RangeError(`--${option} must be one of ${names.join(', ')}; received "${text}"`);
  return name;
}
