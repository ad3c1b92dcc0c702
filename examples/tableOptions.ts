import { parseArgs } from 'node:util';

import { paperTables, type Spelling, type TableName } from 'msa-unet';
import { type BackendName, type PresetName, presetNames, type TableSettings } from 'msa-unet/node';

import { type Pairs, pairHelp, pairOptions, readPairs } from './pairs';

/** What the command line says. */
export interface TableOptions extends Pairs {
  /** Folders of the data sets; none: the phantom. */
  readonly folders: readonly string[];
  readonly preset: PresetName;
  /** What differs from the preset. */
  readonly settings: Partial<TableSettings>;
  /** Rows whose jobs are run; `null`: all. */
  readonly only: readonly string[] | null;
  readonly jobs: boolean;
  readonly merge: boolean;
  readonly backend: BackendName | 'auto';
  readonly out: string;
}

export const tableHelp = (
  table: TableName,
): string => `Trains the networks of the paper's ${paperTables[table].title}, on the
same slices with the same recipe and seed, and writes the table beside the paper's figures.

  npm run ${table}                                    on a synthetic CT phantom, small, within minutes on a CPU
  npm run ${table} -- --preset paper --data DIR --data DIR    as the paper, on a GPU
  npm run ${table} -- --only NAME                     one network alone, as a job of a cluster
  npm run ${table} -- --merge                         the table of the jobs that are finished

A run that was ended goes on where it was when it is started again; jobs that are finished are not run again.

  --data DIR         3D-IRCADb-01, SLIVER07, LiTS, the Decathlon's liver task, CHAOS or PNG slices, of at least 3
                     patients; several are mixed
${pairHelp}  --preset NAME      ${presetNames.join(', ')}                  [cpu-minutes]
  --size N           slices are resized to N × N; CE-Net takes multiples of 32 from 192    [as the preset, as all below]
  --width N          channels of MSA-UNet, 16 being its full width; the others are as much narrower
  --epochs N         how often every training slice is seen, at most
  --batch-size N     slices per step
  --accumulate N     passes that a batch is worked off in, for small memories
  --limit N          at most N slices to learn from, spread evenly, and N / 8 to validate
  --clahe yes|no     whether contrast is equalised                  [yes; no for PNG slices alone]
  --seed N           of weights, order, augmentation, DropBlock, split and phantom
  --models A,B       these networks alone, then the table           [all]
  --only NAME        the job of this network, without the table: ${paperTables[table].rows.map(({ name }) => name).join(', ')}
  --merge            the table of the jobs that are finished, nothing else
  --backend NAME     auto, tensorflow, webgpu, wasm or cpu          [auto]
  --out DIR          where the table goes; the jobs go to jobs beside it    [runs/${table}]
  -h, --help         this text
`;

/**
 * Reads the command line.
 *
 * @returns `null` if help is asked for
 * @throws TypeError for unknown options and extra words, RangeError for values out of range
 */
export function readTableOptions(table: TableName, args: string[]): TableOptions | null {
  const values = parse(table, args);
  if (values.help) return null;
  if (values.merge && (values.only || values.models))
    throw new RangeError('--merge builds the table alone; leave out --only and --models');
  if (values.only && values.models) throw new RangeError('--only and --models do not go together');
  const data = values.data ?? [];
  if (data.includes('')) throw new RangeError('--data must name a folder; received ""');
  const given = Object.keys(pairOptions).find((option) => option in values);
  if (given && data.length === 0) throw new RangeError(`--${given} tells about files; it needs --data DIR`);
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

/** The settings that were given. */
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
