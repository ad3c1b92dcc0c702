import { mergeTable, progressLine, runTable, shellCommand, type TableSettings } from 'msa-unet/node';

import { dashed } from '../../args/names';
import type { Values } from '../../args/option';
import { UsageError } from '../../args/usageError';
import { withBackend } from '../../options/backendOptions';
import type { tableOptions } from './tableOptions';

type TableValues = Values<typeof tableOptions>;

/** Runs the requested jobs of a table, builds the table and prints its path. */
export async function tableRun(values: TableValues, typed: readonly string[]): Promise<void> {
  const { merge, only, models } = values;
  const command = shellCommand(typed);
  const name = values.table === '1' ? 'table1' : 'table2';
  const out = values.out ?? `runs/${name}`;
  if (merge && (only || models)) throw new UsageError('--merge only builds the table; leave out --only and --models');
  const pair = (['image', 'mask', 'liverLabels'] as const).find((option) => values[option] !== undefined);
  if (pair && !values.data) throw new UsageError(`${dashed(pair)} needs --data DIR`);
  if (only && models) throw new UsageError('--only and --models cannot be combined');
  const jobs = () =>
    withBackend(values, (signal, backend) =>
      runTable(name, {
        ...progressLine(),
        ...{ folders: values.data, image: values.image, mask: values.mask, liverLabels: values.liverLabels },
        ...{ out, preset: values.preset, settings: settingsOf(values), only: only ?? models, merge: !only },
        ...{ backend, command, signal, log: (line) => console.error(line) },
      }),
    );
  const table = merge ? await mergeTable(name, out, { command }) : await jobs();
  if (table) console.log(`${out}/report.html, ${out}/table.md`);
}

/** The settings that override the preset. */
function settingsOf(values: TableValues): Partial<TableSettings> {
  const { size, width, epochs, batchSize, accumulate, limit, clahe, seed } = values;
  const settings = { size, width, epochs, batchSize, accumulate, limit, clahe, seed };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
