import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type * as tf from '@tensorflow/tfjs';
import type { History, ReportPicture, SplitRecord } from 'msa-unet';
import { fileSystem, writeFileAtomic } from 'msa-unet/node';

import { lossCurveSvg } from './lossCurve';
import { overlayPng } from './overlay';
import { reportHtml } from './report';
import type { ScoredSlice } from './scoreTest';
import type { RunSummary } from './summary';

/** The results of a run to be saved. */
export interface Run {
  readonly model: tf.LayersModel;
  readonly history: History;
  readonly summary: RunSummary;
  readonly split: SplitRecord;
  /** Slices shown in the report. */
  readonly shown: readonly ScoredSlice[];
}

/** Writes the model, `metrics.json`, `history.json`, `split.json`, `loss-curve.svg`, the overlays and, last, `report.html`. */
export async function writeRun(folder: string, { model, history, summary, split, shown }: Run): Promise<void> {
  const write = (file: string, content: string | Uint8Array) => writeFileAtomic(join(folder, file), content);
  await mkdir(join(folder, 'overlays'), { recursive: true });
  await model.save(fileSystem(join(folder, 'model')));
  await write('metrics.json', json(summary));
  await write('history.json', json(history));
  await write('split.json', json(split));
  const curve = lossCurveSvg(history);
  await write('loss-curve.svg', curve);
  const overlays: ReportPicture[] = [];
  for (const [i, slice] of shown.entries()) {
    const title = slice.sample.name;
    const file = `overlays/${String(i + 1).padStart(2, '0')}-${fileName(title)}.png`;
    await write(file, overlayPng(slice));
    overlays.push({ file, caption: `${title}: DSC ${slice.scores.diceCoefficient.toFixed(3)}` });
  }
  await write('report.html', reportHtml(summary, curve, overlays));
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const fileName = (text: string) => text.replaceAll(/[^\w.-]/g, '-');
