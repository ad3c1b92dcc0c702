import { evaluateVolumes, evaluationCsv } from 'msa-unet';
import { writeFileAtomic } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { withBackend } from '../../options/backendOptions';
import { requireNew, writeAll } from '../../outputs';
import { textTable } from '../../textTable';
import { absentLabels } from './absentLabels';
import type { evaluateOptions } from './evaluateOptions';
import { evaluationText } from './evaluationText';
import { openScans } from './openScans';
import { CasePictures, requirePictureFolder, type WrittenPicture } from './pictures/casePictures';
import { predictedPairs } from './predictedPairs';
import { evaluateMany } from './shards/evaluateMany';

type EvaluateValues = Values<typeof evaluateOptions>;

/** Scores a network and prints the report. */
export async function evaluateRun(values: EvaluateValues): Promise<void> {
  const { csv, json, pictures, force = false } = values;
  if (values.shard || values.merge || values.out !== undefined) return evaluateMany(values);
  for (const file of [csv, json]) if (file !== undefined) await requireNew(file, force);
  if (pictures !== undefined) await requirePictureFolder(pictures, force);
  await withBackend(values, (signal) => evaluatePart(values, signal));
}

async function evaluatePart(values: EvaluateValues, signal: AbortSignal): Promise<void> {
  const { openEnds = false, tolerance = null, csv, json, pictures: folder } = values;
  const { run, dataSet, scans, options, table, title } = await openScans(values);
  const pictures = folder === undefined ? null : new CasePictures(table);
  const report = await evaluateVolumes(predictedPairs(scans, run, { options, signal, pictures, doubted: new Set() }), {
    openEnds,
    ...(table ? { labels: table, tolerance } : {}),
  });
  console.log(`${title}\n\n${evaluationText(report)}`);
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
