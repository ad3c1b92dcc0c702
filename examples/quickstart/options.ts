import { parseArgs } from 'node:util';

import { type Labels, type ModelName, modelNames, parseLabels } from 'msa-unet';
import type { BackendName } from 'msa-unet/node';

import { type Pairs, pairHelp, pairOptions, readPairs } from '../pairs';
import { modelDefaults } from './model';

/** The parsed command line. */
export interface QuickstartOptions extends Pairs {
  readonly data: string | null;
  /** What is segmented: the organs of the phantom, or labels of the data. `null`: the liver. */
  readonly labels: 'organs' | 'all' | Labels | null;
  readonly model: ModelName;
  readonly epochs: number;
  readonly limit: number | null;
  readonly size: number;
  /** Whether contrast is equalised; `null`: only for Hounsfield units. */
  readonly clahe: boolean | null;
  readonly baseFilters: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly backend: BackendName | 'auto';
  readonly name: string;
}

export const help = `Train a network to segment the liver in CT slices, and write a report to runs/<name>/report.html.

  npm run quickstart                  on a synthetic CT phantom: within 4 minutes
  npm run quickstart -- --data DIR    on a data set: 3D-IRCADb-01, SLIVER07, LiTS, MSD Task03, CHAOS or PNG slices;
                                      look at it first with npm run inspect -- DIR --out sheet.png

${pairHelp}  --labels L         segment other labels than the liver: organs of the phantom, or with --data
                     NAME=NUMBERS once for each, such as --labels liver=1,2 --labels tumour=2; all: every label
                     that the data name
  --model NAME       msaUnet, unet, unetPlusPlus, ceNet, deepLabV3Plus or another of buildModel's names
                     [msaUnet; organs unet]
  --epochs N         train for N epochs                            [phantom 5, its organs 12, data sets 10]
  --limit N          use at most N slices of each part, spread evenly [all]
  --size N           resize slices to N × N: 32, 48, … 1024        [128; organs 96; ceNet 192]
  --clahe yes|no     equalise contrast (CLAHE), as in the paper    [yes; no for PNG slices]
  --base-filters N   channels of the first stage                   [4; organs and ceNet 16, deepLab… 8]
                     deepLab…: rounded up to a multiple of 8; deepLabV3PlusResnet has twice as many
  --batch-size N     slices per step                               [4; organs 2]
  --seed N           seed of weights, sample order, DropBlock, phantom and split [1]
  --backend NAME     auto, tensorflow, webgpu, wasm or cpu         [auto]
  --name NAME        name of the run folder                        [data and time]
  -h, --help         show this help

Ctrl-C stops the training early; the best weights so far are scored and saved.
`;

/**
 * Reads the command line.
 *
 * @returns `null` if help is requested
 * @throws TypeError for unknown options and extra words, RangeError for values out of range
 */
export function readOptions(args: string[], now = new Date()): QuickstartOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const labels = labelsOf(values);
  const isOrgans = labels === 'organs';
  const model = modelName(values.model ?? (isOrgans ? 'unet' : 'msaUnet'));
  const defaults = modelDefaults(model, isOrgans);
  return {
    model,
    data: values.data === undefined ? null : folderToOpen(values.data),
    ...pairsOf(values),
    labels,
    epochs: whole('epochs', values.epochs ?? defaults.epochs ?? (values.data === undefined ? '5' : '10')),
    limit: values.limit === undefined ? null : whole('limit', values.limit),
    size: sliceSize(values.size ?? defaults.size),
    clahe: values.clahe === undefined ? null : yesOrNo('clahe', values.clahe),
    baseFilters: whole('base-filters', values['base-filters'] ?? defaults.baseFilters),
    batchSize: whole('batch-size', values['batch-size'] ?? defaults.batchSize),
    seed: whole('seed', values.seed, 0),
    backend: backendName(values.backend),
    name: folderName(values.name ?? `${values.data === undefined ? 'phantom' : 'slices'}-${timestamp(now)}`),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    const [firstSentence] = String(cause instanceof Error ? cause.message : cause).split(/\.(?:\s|$)/);
    throw new TypeError(`${firstSentence}; see npm run quickstart -- --help`, { cause });
  }
}

const options = {
  data: { type: 'string' },
  model: { type: 'string' },
  epochs: { type: 'string' },
  limit: { type: 'string' },
  size: { type: 'string' },
  clahe: { type: 'string' },
  'base-filters': { type: 'string' },
  'batch-size': { type: 'string' },
  seed: { type: 'string', default: '1' },
  backend: { type: 'string', default: 'auto' },
  name: { type: 'string' },
  ...pairOptions,
  labels: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function whole(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`--${option} must be a whole number of at least ${least}; received "${text}"`);
}

function yesOrNo(option: string, text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new RangeError(`--${option} must be yes or no; received "${text}"`);
}

/** A size that the network can halve four times. */
function sliceSize(text: string): number {
  const [by, least, most] = [16, 32, 1024];
  const value = Number(text);
  if (text.trim() !== '' && value % by === 0 && value >= least && value <= most) return value;
  const near = [Math.floor(value / by) * by, Math.ceil(value / by) * by];
  const legal = near.map((size) => Math.min(Math.max(size, least), most));
  const fix = Number.isFinite(value) ? `; try ${[...new Set(legal)].join(' or ')}` : '';
  throw new RangeError(`--size must be a multiple of ${by} from ${least} to ${most}; received "${text}"${fix}`);
}

function folderToOpen(text: string): string {
  if (text !== '') return text;
  throw new RangeError('--data must name a folder; received ""');
}

function pairsOf(values: ReturnType<typeof parse>): Pairs {
  const given = Object.keys(pairOptions).find((option) => option in values);
  if (given && values.data === undefined) throw new RangeError(`--${given} needs --data DIR`);
  return readPairs(values);
}

/** @throws RangeError unless they fit the phantom, or a data set */
function labelsOf({ data, labels }: ReturnType<typeof parse>): QuickstartOptions['labels'] {
  if (labels === undefined) return null;
  const [only] = labels.length === 1 ? labels : [];
  if (data === undefined) {
    if (only === 'organs') return only;
    throw new RangeError(`--labels must be organs without --data; received "${labels.join(' ')}"`);
  }
  return only === 'all' ? only : parseLabels(labels);
}

function modelName(text: string): ModelName {
  const name = modelNames.find((known) => known === text);
  if (!name) throw new RangeError(`--model must be one of ${modelNames.join(', ')}; received "${text}"`);
  return name;
}

function backendName(text: string): BackendName | 'auto' {
  const names = ['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
  const name = names.find((known) => known === text);
  if (!name) throw new RangeError(`--backend must be one of ${names.join(', ')}; received "${text}"`);
  return name;
}

function folderName(text: string): string {
  if (/^\w[\w.-]*$/.test(text)) return text;
  throw new RangeError(`--name must be letters, digits, "_", "-" and "."; received "${text}"`);
}

/** Local time as `20261123-071502`. */
function timestamp(now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
