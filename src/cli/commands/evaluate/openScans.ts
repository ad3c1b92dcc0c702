import {
  type CtDataSet,
  type CtScan,
  type LabelTable,
  modelLabels,
  type PredictVolumeOptions,
  sliceUnits,
} from 'msa-unet';
import { openDataSources, openRun, type Run } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { evaluateSources, labelWarning } from '../../evaluateSources';
import { predictVolumeOptions } from '../../options/predictOptions';
import { preprocessingNotes } from '../../preprocessingNotes';
import type { evaluateOptions } from './evaluateOptions';
import { openPart } from './openPart';

/** A network, the scans that it is scored on, and how. */
export interface OpenedScans {
  readonly run: Run;
  readonly dataSet: CtDataSet;
  readonly scans: readonly CtScan[];
  readonly options: PredictVolumeOptions;
  /** Labels of the network; `null`: the liver alone. */
  readonly table: LabelTable | null;
  /** Data set and part, for the report. */
  readonly title: string;
}

/** Opens the network and the scans of the command line, and prints notes on both. */
export async function openScans(values: Values<typeof evaluateOptions>): Promise<OpenedScans> {
  const { part = 'test', seed } = values;
  const run = await openRun(values.model);
  const trained = run.settings?.data ?? null;
  const sources = await evaluateSources(values, trained);
  const dataSet = await openDataSources(sources);
  for (const note of dataSet.notes) console.error(`Note: ${note}`);
  const { scans, isKnown, warnings } = await openPart(dataSet, part, { split: run.split, seed });
  if (scans.length === 0) throw new Error(`--part ${part} holds no scan`);
  const options = predictVolumeOptions(values, run);
  const hasUnits = (await sliceUnits(dataSet)).has('hu');
  const labels = isKnown ? labelWarning(sources, trained) : null;
  const notes = preprocessingNotes(run, options, { values, hasUnits });
  for (const note of [...warnings, ...(labels === null ? [] : [labels]), ...notes]) console.error(note);
  const table = modelLabels(run.model);
  requireLabels(scans, table);
  const title = `${dataSet.name}, ${part === 'all' ? 'all scans' : `part ${part}`}`;
  return { run, dataSet, scans, options, table, title };
}

/** Throws unless the scans are read with the labels that the network was trained with. */
function requireLabels(scans: readonly CtScan[], trained: LabelTable | null): void {
  const namesOf = (table: LabelTable | null | undefined) =>
    table ? table.labels.map(({ name }) => name).join(', ') : 'the liver alone';
  const other = scans.find(({ labels }) => namesOf(labels) !== namesOf(trained));
  if (other)
    throw new Error(
      `The network segments ${namesOf(trained)}, but ${other.name} is read with ${namesOf(other.labels)}; ` +
        `${trained ? 'pass the --labels of the training, if all of them are drawn there' : 'leave out --labels'}`,
    );
}
