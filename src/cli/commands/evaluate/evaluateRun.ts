import {
  type CtScan,
  evaluateVolumes,
  evaluationCsv,
  huDoubt,
  type LabelTable,
  modelLabels,
  predictVolume,
  scanVolume,
  sliceUnits,
  type Volume,
  type VolumePair,
} from 'msa-unet';
import { openDataSources, openRun, type Run, writeFileAtomic } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { evaluateSources, labelWarning } from '../../evaluateSources';
import { withBackend } from '../../options/backendOptions';
import { predictVolumeOptions } from '../../options/predictOptions';
import { requireNew, writeAll } from '../../outputs';
import { preprocessingNotes } from '../../preprocessingNotes';
import { statusLine } from '../../statusLine';
import type { evaluateOptions } from './evaluateOptions';
import { evaluationText } from './evaluationText';
import { openPart } from './openPart';

type EvaluateValues = Values<typeof evaluateOptions>;

/** Scores a network and prints the report. */
export async function evaluateRun(values: EvaluateValues): Promise<void> {
  const { csv, json, force = false } = values;
  for (const file of [csv, json]) if (file !== undefined) await requireNew(file, force);
  await withBackend(values, (signal) => evaluatePart(values, signal));
}

async function evaluatePart(values: EvaluateValues, signal: AbortSignal): Promise<void> {
  const { part = 'test', openEnds = false, tolerance = null, csv, json, seed } = values;
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
  const report = await evaluateVolumes(predicted(scans, run, { options, signal }), {
    openEnds,
    ...(table ? { labels: table, tolerance } : {}),
  });
  console.log(`${dataSet.name}, ${part === 'all' ? 'all scans' : `part ${part}`}\n\n${evaluationText(report)}`);
  await writeAll([
    ...(csv === undefined ? [] : [() => writeFileAtomic(csv, evaluationCsv(report))]),
    ...(json === undefined ? [] : [() => writeFileAtomic(json, `${JSON.stringify(report, null, 2)}\n`)]),
  ]);
}

/** Predicts one scan after the other. */
async function* predicted(
  scans: readonly CtScan[],
  run: Run,
  { options, signal }: { readonly options: ReturnType<typeof predictVolumeOptions>; readonly signal: AbortSignal },
): AsyncGenerator<VolumePair> {
  const status = statusLine();
  const doubted = new Set<string>();
  for (const [i, scan] of scans.entries()) {
    const slices: string[] = [];
    const { image, labels } = await scanVolume(noting(scan, slices), { onNote: null });
    const isGrey = image.data instanceof Uint8Array;
    const doubt = isGrey ? null : huDoubt(image);
    if (doubt && !doubted.has(doubt.looksLike))
      console.error(`Note: ${scan.name}: ${doubt.text}. Scans like it get no further note`);
    if (doubt) doubted.add(doubt.looksLike);
    const prediction = await predictVolume(run.model, image, {
      ...options,
      ...(isGrey && options.window ? { window: { windowMin: 0, windowMax: 255 } } : {}), // already windowed
      signal,
      onProgress: ({ slices, depth }) => status.show(`scan ${i + 1}/${scans.length}  slice ${slices}/${depth}`),
    });
    status.clear();
    const { patient, name, spacing, affine = null, isUneven = false } = scan;
    const grid = { shape: image.shape, spacing, affine, isUneven };
    yield {
      patient,
      name,
      slices,
      truth: { ...contentOf(labels), ...grid },
      prediction: { ...contentOf(prediction), ...grid },
      ...(scan.undrawn ? { undrawn: scan.undrawn } : {}),
    };
  }
}

const contentOf = ({ data, codes, segments }: Volume) => ({
  data,
  ...(codes ? { codes } : {}),
  ...(segments ? { segments } : {}),
});

/** Throws unless the scans are read with the labels that the network was trained with. */
function requireLabels(scans: readonly CtScan[], trained: LabelTable | null): void {
  const namesOf = (table: LabelTable | null | undefined) =>
    table ? table.labels.map(({ name }) => name).join(', ') : 'the liver alone';
  const other = scans.find(({ labels }) => namesOf(labels) !== namesOf(trained));
  if (other)
    throw new Error(
      `The network segments ${namesOf(trained)}, but ${other.name} is read with ${namesOf(other.labels)}; ` +
        `${trained ? 'pass the --labels of the training' : 'leave out --labels'}`,
    );
}

/** A scan that records the names of its slices as they are read. */
const noting = (scan: CtScan, names: string[]): CtScan => ({
  ...scan,
  readSlice: async (index) => {
    const slice = await scan.readSlice(index);
    names[index] = slice.name;
    return slice;
  },
});
