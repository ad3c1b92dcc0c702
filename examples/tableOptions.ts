import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import type { TableName } from 'msa-unet';
import { type BackendName, type PresetName, presetNames, type RunTableOptions, type TableSettings } from 'msa-unet/node';

import { type Pairs, pairHelp, pairOptions, readPairs } from './pairs';

/** What the command line says. */
export interface TableOptions extends Pairs, Required<Pick<RunTableOptions, 'folders' | 'out' | 'only'>> {
  readonly preset: PresetName;
  /** What differs from the preset. */
  readonly settings: Partial<TableSettings>;
  readonly backend: BackendName | 'auto';
  /** Build the table of finished jobs only; run the jobs only; or both, one after the other. */
  readonly what: 'all' | 'jobs' | 'merge';
}
