import { type CtScan, evaluateVolumes, evaluationCsv, type LabelTable, modelLabels, sliceUnits } from 'msa-unet';
import { openDataSources, openRun, writeFileAtomic } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { evaluateSources, labelWarning } from '../../evaluateSources';
import { withBackend } from '../../options/backendOptions';
import { predictVolumeOptions } from '../../options/predictOptions';
import { requireNew, writeAll } from '../../outputs';
import { preprocessingNotes } from '../../preprocessingNotes';
import { textTable } from '../../textTable';
import { absentLabels } from './absentLabels';
import type { evaluateOptions } from './evaluateOptions';
import { evaluationText } from './evaluationText';
import { openPart } from './openPart';
import { CasePictures, requirePictureFolder, type WrittenPicture } from './pictures/casePictures';
import { predictedPairs } from './predictedPairs';

type EvaluateValues = Values<typeof evaluateOptions>;

/** Scores a network and prints the report. */
export async function evaluateRun(values: EvaluateValues): Promise<void> {
  const { csv, json, pictures, force = false } = values;
  for (const file of [csv, json]) if (file !== undefined) await requireNew(file, force);
  if (pictures !== undefined) await requirePictureFolder(pictures, force);
  await withBackend(values, (signal) => evaluatePart(values, signal));
}

async function evaluatePart(values: EvaluateValues, signal: AbortSignal): Promise<void> {
  const { part = 'test', openEnds = false, tolerance = null, csv, json, pictures: folder, seed } = values;
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
  const pictures = folder === undefined ? null : new CasePictures(table);
  const report = await evaluateVolumes(predictedPairs(scans, run, { options, signal, pictures }), {
    openEnds,
    ...(table ? { labels: table, tolerance } : {}),
  });
  console.log(`${dataSet.name}, ${part === 'all' ? 'all scans' : `part ${part}`}\n\n${evaluationText(report)}`);
  for (const warning of absentLabels(dataSet, report)) console.error(warning);
  await writeAll([
    ...(csv === undefined ? [] : [() => writeFileAtomic(csv, evaluationCsv(report))]),
    ...(json === undefined ? [] : [() => writeFileAtomic(json, `${JSON.stringify(report, null, 2)}\n`)]),
    ...(folder === undefined || pictures === null
      ? []
      : [async () => console.log(`\n${picturesText(await pictures.write(folder, report, options.window ?? null))}`)]),
  ]);
}

const picturesText = (written: readonly WrittenPicture[]) =>
  textTable([['picture', 'DSC'], ...written.map(({ file, diceCoefficient }) => [file, diceCoefficient.toFixed(4)])]);

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
