import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { show } from '../../utils/errors';
import { OptionError } from '../../utils/optionError';
import { hasCode } from '../hasCode';
import type { DataFacts } from './experimentData';
import type { PresetName, TableSettings } from './presets';

/** Settings that all jobs of a folder share; jobs of other settings are rejected. */
export interface Experiment {
  /** Format version; raise it whenever jobs run or are written differently. */
  readonly format: 1;
  /** Preset of the settings; presets with equal settings are equal. */
  readonly preset: PresetName;
  readonly settings: TableSettings;
  readonly data: DataFacts;
}

/** File of a table's folder that records its experiment. */
export const experimentFile = 'experiment.json';

/** Reads the experiment of a folder; `null` if it has none yet. */
export async function readExperiment(folder: string): Promise<Experiment | null> {
  return readJson<Experiment>(join(folder, experimentFile));
}

/** Throws unless both experiments are the same; the message names the differences. */
export function requireSame(folder: string, there: Experiment, wanted: Experiment): void {
  const differences = differencesOf(identity(there), identity(wanted));
  if (differences.length === 0) return;
  throw new OptionError({
    owner: 'runTable',
    option: 'out',
    expected: 'a folder of the same experiment',
    received: folder,
    problem: `${folder} holds another experiment: ${differences.join('; ')}`,
    fix: [{ action: 'take the same data and settings' }, { action: 'take another `out`' }],
  });
}

/** Selects everything that results depend on. */
export function identity({ format, settings, data: { sets, clahe, hash, splitHash } }: Experiment) {
  return { format, settings, data: { sets, clahe, hash, splitHash } };
}

/** Lists differences between plain data, such as `settings.epochs is 5, now 6`. */
function differencesOf(before: object, after: object, path = ''): string[] {
  const [old, now] = [before, after].map((data) => new Map(Object.entries(data)));
  return [...new Set([...old!.keys(), ...now!.keys()])].flatMap((key) => {
    const [was, is] = [old!.get(key), now!.get(key)];
    if (isRecord(was) && isRecord(is)) return differencesOf(was, is, `${path}${key}.`);
    if (show(was) === show(is)) return [];
    return `${path}${key}` === 'data.hash'
      ? 'its scans, their masks, the labels that count as liver or the patterns are others'
      : `${path}${key} is ${show(was)}, now ${show(is)}`;
  });
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Formats plain data as the contents of a JSON file. */
export const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Reads a JSON file; `null` if there is none. */
export async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
